using System.Globalization;
using System.Text.Json.Nodes;
using Impasto.Studio.Answers;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>The answers of requests that fail: problem details with a code (RFC 9457).</summary>
internal static class ProblemResponses
{
    private const string Problem = "Problem", MediaType = "application/problem+json";
    private const int NoToken = 401, TooMany = 429, StoreAway = 503;

    private static readonly Dictionary<int, string> Descriptions = new()
    {
        [400] = "The request is damaged: a query or a JSON body that can't be read.",
        [NoToken] = "The studio needs its token.",
        [403] = "The request comes from another site's page, or names a host that is not the studio's.",
        [404] = "There is no such run, batch, picture, result or sample.",
        [408] = "The request came too slowly.",
        [409] = "The run's state does not allow it.",
        [413] = "The request has more bytes than this studio takes.",
        [415] = "The Content-Type is not one that this address takes.",
        [416] = "The file ends before the part that Range names.",
        [422] = "A field, an option or a picture is invalid.",
        [TooMany] = "Too many runs wait, event streams are open or pictures are read, or too many requests or wrong "
            + "tokens come from the client's address.",
        [500] = "Something went wrong inside the studio; its log has the details.",
        [StoreAway] = "The store does not answer, or the uploads of others leave no room for this one (uploads-full).",
        [507] = "The disk is full, or the runs have used up what they may.",
    };

    /// <summary>Adds the schema and the answers to a document.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Problem, Schema());
        foreach (int status in Descriptions.Keys)
            document.AddComponent(Name(status), Response(document, status));
    }

    /// <summary>Lets an operation answer with a problem of some status.</summary>
    public static void Add(OpenApiOperation operation, OpenApiDocument? document, int status) =>
        (operation.Responses ??= new OpenApiResponses())[status.ToString(CultureInfo.InvariantCulture)] =
            new OpenApiResponseReference(Name(status), document);

    private static string Name(int status) => $"Problem{status}";

    private static OpenApiSchema Schema() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "Why a request was refused or failed (RFC 9457).",
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Schemas.Text("An address that says what the status means."),
            ["title"] = Schemas.Text("The status in words."),
            ["status"] = Schemas.Whole(400, 599, description: "The status."),
            ["detail"] = Schemas.Text("One sentence for people."),
            ["code"] = Schemas.Words(ProblemCode.All, "What went wrong, for programs."),
            ["errors"] = Schemas.List(FieldSchema(), "What is wrong with single options; left out for nothing."),
        },
        Required = new HashSet<string>(["title", "status", "detail", "code"], StringComparer.Ordinal),
    };

    private static OpenApiSchema FieldSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["field"] = Schemas.Text("The option's name."),
            ["detail"] = Schemas.Text("One sentence, for a place beside the field."),
        },
        Required = new HashSet<string>(["field", "detail"], StringComparer.Ordinal),
    };

    private static OpenApiResponse Response(OpenApiDocument document, int status)
    {
        var response = new OpenApiResponse
        {
            Description = Descriptions[status],
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [MediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchemaReference(Problem, document),
                    Example = new JsonObject
                    {
                        ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                        ["status"] = status,
                        ["detail"] = Descriptions[status],
                        ["code"] = ProblemCode.Of(status),
                    },
                },
            },
        };
        if (status is TooMany or StoreAway)
        {
            response.Headers = Header(
                "Retry-After", "Seconds after which it may be tried again.", Schemas.Whole(0, 3600));
        }

        if (status == NoToken)
            response.Headers = Header("WWW-Authenticate", "The scheme: Bearer.", Schemas.Text());
        return response;
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, OpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [name] = new OpenApiHeader { Description = description, Schema = schema } };
}
