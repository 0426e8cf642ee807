using Impasto.Studio.Webhooks;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>Describes the message that a run sends when it is over.</summary>
internal static class WebhookCallback
{
    /// <summary>The name of the message's schema.</summary>
    public const string Message = "RunMessage";

    private const string Run = "Run";

    /// <summary>The schema of the message.</summary>
    /// <param name="document">The document that has it.</param>
    public static OpenApiSchema Schema(OpenApiDocument document)
    {
        OpenApiSchema time = Schemas.Text("When the run was over.");
        time.Format = "date-time";
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What a receiver gets when a run is over.",
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Schemas.Words(WebhookMessage.Types, "What happened."),
                ["timestamp"] = time,
                ["data"] = new OpenApiSchemaReference(Run, document),
            },
            Required = new HashSet<string>(["type", "timestamp", "data"], StringComparer.Ordinal),
        };
    }

    /// <summary>Adds it to the operation that creates runs.</summary>
    public static void AddTo(OpenApiOperation operation, OpenApiDocument? document)
    {
        var callback = new OpenApiCallback();
        callback.AddPathItem(RuntimeExpression.Build("{$request.body#/webhook}"), new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Post] = Post(document) },
        });
        operation.Callbacks = new Dictionary<string, IOpenApiCallback>(StringComparer.Ordinal)
        {
            ["runIsOver"] = callback,
        };
    }

    private static OpenApiOperation Post(OpenApiDocument? document) => new()
    {
        OperationId = "runIsOver",
        Summary = "A run is over: done, stopped, cancelled or failed.",
        Tags = new HashSet<OpenApiTagReference> { new("Runs", document) },
        Security = [],
        Parameters =
        [
            Header("webhook-id", "The message's id, the same at every try: the run's."),
            Header("webhook-timestamp", "When this try was sent, in seconds since 1970."),
            Header("webhook-signature", "v1, and the base64 of HMAC-SHA256 over ID.TIMESTAMP.BODY with the secret."),
        ],
        RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Message, document) },
            },
        },
        Responses = new OpenApiResponses
        {
            ["204"] = new OpenApiResponse { Description = "It arrived; so says any status from 200 to 299." },
            ["410"] = new OpenApiResponse { Description = "It is not wanted any more, and not tried again." },
        },
    };

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name, In = ParameterLocation.Header, Required = true, Description = description, Schema = Schemas.Text(),
    };
}
