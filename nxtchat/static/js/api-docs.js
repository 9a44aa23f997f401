// Draws the API's documentation from its schema.

SwaggerUIBundle({
  url: document.querySelector("#docs").dataset.schema,
  dom_id: "#docs",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  validatorUrl: null,
});
