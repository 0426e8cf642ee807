using Impasto.Studio.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Impasto.Studio.Web;

/// <summary>Describes the JSON that creates a run: the fields of the form, with pictures as texts.</summary>
internal static class JsonSchema
{
    private const string Json = "application/json";

    private static readonly string[] Lists = ["style", "weight", "region", "regionStyle", "regionStrength"];

    /// <summary>Replaces the form's schema where an operation takes it as JSON too.</summary>
    public static Task AddAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (operation.RequestBody?.Content is { Count: > 1 } content && content.ContainsKey(Json))
            content[Json] = new OpenApiMediaType { Schema = Schema() };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Schema()
    {
        Dictionary<string, IOpenApiSchema> fields = new(StringComparer.Ordinal)
        {
            ["content"] = Text(
                "The photograph or a clip: sample:cat.jpg, data:image/jpeg;name=cat.jpg;base64,..., "
                + "data:video/mp4;name=clip.mp4;base64,..., or an address if the studio allows addresses."),
        };
        foreach (string name in RunForm.Known.Where(name => name != "content"))
            fields[name] = Lists.Contains(name) ? List(name) : Text($"As the field {name} of the form.");
        foreach (StylizeOption option in StylizeOptionCatalog.All)
            fields[option.Name] = Text($"{option.Help} {option.Range}".Trim());
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = fields,
            Required = new HashSet<string>(["content", "style"], StringComparer.Ordinal),
        };
    }

    private static OpenApiSchema List(string name) => new()
    {
        Type = JsonSchemaType.Array,
        Items = Value(),
        Description = $"As the field {name} of the form, in its order.",
    };

    private static OpenApiSchema Text(string description)
    {
        OpenApiSchema schema = Value();
        schema.Description = description;
        return schema;
    }

    // Numbers and switches are taken as texts, too.
    private static OpenApiSchema Value() => new()
    {
        Type = JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean,
    };
}
