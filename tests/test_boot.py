def test_ground(bruno, chitra, ada, conversation):
    from inbox import access

    assert access.live_audience(ada) and access.live_audience(bruno)
    assert not access.live_audience(chitra)
