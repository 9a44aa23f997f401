"""The ways Meta says no: code, title and HTTP status of its error page, in the shape of its answers."""

import base64
import secrets
from typing import Any

PAGE = "/documentation/business-messaging/whatsapp/support/error-codes"
DOES_NOT_EXIST = (
    "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to missing "
    "permissions, or does not support this operation. Please read the Graph API documentation at "
    "https://developers.facebook.com/docs/graph-api"
)
# code: (title, details where the caller has nothing better to say, HTTP status)
CODES: dict[int, tuple[str, str, int]] = {
    0: ("AuthException", "We were unable to authenticate the app user.", 401),
    1: ("API Unknown", "Invalid request or possible server error.", 400),
    2: ("API Service", "Temporary due to downtime or due to being overloaded.", 503),
    3: ("API Method", "Capability or permissions issue.", 500),
    4: ("API Too Many Calls", "The app has reached its API call rate limit.", 400),
    10: ("Permission Denied", "Permission is either not granted or has been removed.", 403),
    33: ("Parameter value is not valid", "The business phone number has been deleted.", 400),
    100: ("Invalid parameter", "The request included one or more unsupported or misspelled parameters.", 400),
    190: ("Access token has expired", "Your access token has expired.", 401),
    200: ("API Permission", "Permission is either not granted or has been removed.", 403),
    368: ("Temporarily blocked for policies violations", "The account has been restricted or disabled.", 403),
    80007: ("Rate limit issues", "The WhatsApp Business Account has reached its rate limit.", 400),
    130429: ("Rate limit hit", "Cloud API message throughput has been reached.", 400),
    130472: ("User's number is part of an experiment", "Message was not sent as part of an experiment.", 400),
    130497: ("Business account is restricted from messaging users in this country.", "Country not allowed.", 403),
    131000: ("Something went wrong", "Message failed to send due to an unknown error.", 500),
    131005: ("Access denied", "Permission is either not granted or has been removed.", 403),
    131008: ("Required parameter is missing", "The request is missing a required parameter.", 400),
    131009: ("Parameter value is not valid", "One or more parameter values are invalid.", 400),
    131016: ("Service unavailable", "A service is temporarily unavailable.", 500),
    131021: ("Recipient cannot be sender", "Sender and recipient phone number is the same.", 400),
    131026: ("Message Undeliverable", "Unable to deliver message.", 400),
    131030: ("Recipient phone number not in allowed list", "Add the recipient phone number to the allowed list.", 400),
    131031: ("Account has been locked", "The WhatsApp Business Account has been restricted or disabled.", 403),
    131037: ("WhatsApp provided number needs display name approval before message can be sent.", "Change it.", 400),
    131042: ("Business eligibility payment issue", "There was an error related to your payment method.", 400),
    131045: ("Incorrect certificate", "Message failed to send due to a phone number registration error.", 500),
    131047: (
        "Re-engagement message",
        "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
        400,
    ),
    131048: ("Spam rate limit hit", "There are restrictions on how many messages can be sent from this number.", 400),
    131049: (
        "This message was not delivered to maintain healthy ecosystem engagement.",
        "In order to maintain a healthy ecosystem engagement, the message failed to be delivered.",
        400,
    ),
    131050: ("User has stopped receipt of marketing messages.", "Unable to deliver the message.", 400),
    131051: ("Unsupported message type", "Unsupported message type.", 400),
    131052: ("Media download error", "Unable to download the media sent by the user.", 400),
    131053: ("Media upload error", "Unable to upload the media used in the message.", 400),
    131056: (
        "(Business Account, Consumer Account) pair rate limit hit",
        "Message failed to send because there were too many messages sent from this phone number to the same phone "
        "number in a short period of time.",
        400,
    ),
    131057: ("Account in maintenance mode", "Business Account is in maintenance mode", 500),
    131062: ("Business-scoped User ID recipients are not supported for this message", "Send to the phone number.", 400),
    132000: ("Template Param Count Mismatch", "The number of parameters does not match the template.", 400),
    132001: ("Template name does not exist in the translation", "Template does not exist or is not approved.", 404),
    132005: ("Template Hydrated Text Too Long", "Translated text is too long.", 400),
    132007: ("Template Format Character Policy Violated", "Template content violates a WhatsApp policy.", 400),
    132012: ("Template Parameter Format Mismatch", "Variable parameter values formatted incorrectly.", 400),
    132015: ("Template is Paused", "Template is paused due to low quality.", 400),
    132016: ("Template is Disabled", "Template is permanently disabled due to low quality.", 400),
    133004: ("Server Temporarily Unavailable", "Server is temporarily unavailable.", 503),
    133005: ("Two step verification PIN Mismatch", "Two-step verification PIN incorrect.", 400),
    133006: ("Phone number re-verification needed", "Phone number needs to be verified before registering.", 400),
    133010: ("Phone number Not Registered", "Phone number not registered on the Whatsapp Business Platform.", 400),
    133016: ("Account register deregister rate limit exceeded", "Too many attempts in a short period of time.", 400),
    139100: ("Failed to block/unblock users", "Failed to block some users, see the block_users response.", 400),
    139101: ("Blocklist limit reached", "The business has reached the limit of its block list.", 400),
    139102: ("Blocklist concurrent update", "The block list was updated while the request was processed.", 400),
    139103: ("Internal error", "An internal error occurred.", 400),
    137000: ("Identity hash mismatch", "The recipient's identity key hash does not match.", 400),
}


class Refusal(Exception):
    """Meta's no."""

    def __init__(self, code: int, details: str = "", *, message: str = "", kind: str = "OAuthException", **more: Any):
        title, usual, status = CODES.get(code, ("Something went wrong", "An error of the pretend WhatsApp.", 400))
        self.code, self.title, self.details, self.kind = code, title, details or usual, kind
        self.message, self.status = message or f"(#{code}) {title}", more.pop("status", status)
        # Messaging errors explain themselves in error_data; errors of Graph itself only in their message.
        self.of_graph, self.more = bool(message), more
        super().__init__(self.message)

    def answer(self) -> dict[str, Any]:
        error: dict[str, Any] = {"message": self.message, "type": self.kind, "code": self.code}
        if not self.of_graph:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self.details}
        return {"error": error | self.more | {"fbtrace_id": trace_id()}}

    def in_webhook(self) -> dict[str, Any]:
        """The same error as statuses and inbound messages carry it."""
        return {
            "code": self.code,
            "title": self.title,
            "message": self.title,
            "error_data": {"details": self.details},
            "href": PAGE,
        }


def does_not_exist(method: str, object_id: str) -> Refusal:
    return Refusal(
        100,
        message=DOES_NOT_EXIST.format(method=method.lower(), id=object_id),
        kind="GraphMethodException",
        error_subcode=33,
    )


def trace_id() -> str:
    return "A" + base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
