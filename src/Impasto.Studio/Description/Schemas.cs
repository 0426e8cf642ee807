using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>Schemas of the usual kinds.</summary>
internal static class Schemas
{
    /// <summary>A text.</summary>
    public static OpenApiSchema Text(string? description = null) =>
        new() { Type = JsonSchemaType.String, Description = description };

    /// <summary>The bytes of a file.</summary>
    public static OpenApiSchema File(string? description = null) =>
        new() { Type = JsonSchemaType.String, Format = "binary", Description = description };

    /// <summary>One of some words.</summary>
    public static OpenApiSchema Words(IEnumerable<string> words, string? description = null) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))],
        Description = description,
    };

    /// <summary>A whole number.</summary>
    public static OpenApiSchema Whole(long least, long most, long? usual = null, string? description = null) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = most <= int.MaxValue ? "int32" : "int64",
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
        Default = usual is { } value ? JsonValue.Create(value) : null,
        Description = description,
    };

    /// <summary>A number.</summary>
    public static OpenApiSchema Number(double least, double most, string? description = null) => new()
    {
        Type = JsonSchemaType.Number,
        Format = "double",
        Minimum = least.ToString(CultureInfo.InvariantCulture),
        Maximum = most.ToString(CultureInfo.InvariantCulture),
        Description = description,
    };

    /// <summary>Yes or no.</summary>
    public static OpenApiSchema Switch(string? description = null) =>
        new() { Type = JsonSchemaType.Boolean, Description = description };

    /// <summary>A list.</summary>
    public static OpenApiSchema List(IOpenApiSchema items, string? description = null) =>
        new() { Type = JsonSchemaType.Array, Items = items, Description = description };
}
