using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>The options of a run as schemas: numbers with their range, all words, label and help.</summary>
/// <remarks>
/// An option that is left out has the preset's value. A generated client may send every default that a schema has, so
/// a schema has one only where all presets agree; x-defaults has the value of each preset.
/// </remarks>
internal static class OptionSchemas
{
    private const string On = "on", Off = "off";

    /// <summary>The schema of each option, by its name.</summary>
    /// <param name="isNew">
    /// True for a new run. For changes there are no defaults: an option that is left out keeps the run's value.
    /// </param>
    public static IEnumerable<KeyValuePair<string, OpenApiSchema>> All(bool isNew) =>
        StylizeOptionCatalog.All.Select(option => KeyValuePair.Create(option.Name, Of(option, isNew)));

    /// <summary>The schema of an option as a field of a form, where every value is a text.</summary>
    public static OpenApiSchema AsField(OpenApiSchema schema)
    {
        if (schema.Type == JsonSchemaType.Boolean)
            return Described(Schemas.Words([On, Off]), schema);
        return schema.Type is null ? Described(Schemas.Text(), schema) : schema;
    }

    private static OpenApiSchema Described(OpenApiSchema field, OpenApiSchema schema)
    {
        (field.Title, field.Description) = (schema.Title, schema.Description);
        return field;
    }

    private static OpenApiSchema Of(StylizeOption option, bool isNew)
    {
        OpenApiSchema schema = OfValues(option);
        string?[] values = [.. Presets.All.Select(preset => option.Read(preset.Options))];
        (schema.Title, schema.Description) = (option.Label, Description(option, values[0]));
        schema.Extensions = new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal)
        {
            ["x-group"] = new JsonNodeExtension(option.Group),
            ["x-defaults"] = new JsonNodeExtension(Defaults(schema, values)),
        };
        if (isNew && values is [{ } value, ..] && Array.TrueForAll(values, other => other == value))
            schema.Default = Value(schema, value);
        return schema;
    }

    private static string Description(StylizeOption option, string? usual)
    {
        string range = option.Range.Length > 0 ? $" Range: {option.Range}." : "";
        string standard = usual is null
            ? " It belongs to another optimiser than the usual one."
            : $" Default: that of the preset, which is {usual} with {Presets.All[0].Name}.";
        return $"{option.Help}{range}{standard}";
    }

    private static OpenApiSchema OfValues(StylizeOption option)
    {
        if (option.Choices is [On, Off])
            return Schemas.Switch();
        if (option.Choices.Count > 0)
            return Schemas.Words(option.Choices);
        if (option.Numbers is not { } numbers)
            return Schemas.Text();
        // Generators make nothing useful of a number or a text: without a type, both are taken as they are.
        return numbers.Word is not null || numbers.TakesTexts ? new OpenApiSchema() : Number(numbers);
    }

    private static OpenApiSchema Number(OptionNumbers numbers) => numbers.IsWhole
        ? Schemas.Whole((long)numbers.Least, (long)numbers.Most)
        : Schemas.Number(numbers.Least, numbers.Most);

    private static JsonObject Defaults(OpenApiSchema schema, string?[] values) => new(Presets.All.Zip(values)
        .Where(pair => pair.Second is not null)
        .Select(pair => KeyValuePair.Create(pair.First.Name, (JsonNode?)Value(schema, pair.Second!))));

    // A text of the catalogue as the JSON that the schema allows.
    private static JsonValue Value(OpenApiSchema schema, string text)
    {
        if (schema.Type == JsonSchemaType.Boolean)
            return JsonValue.Create(text == On);
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        if (!isNumber || schema.Type == JsonSchemaType.String)
            return JsonValue.Create(text);
        return number == Math.Floor(number) && Math.Abs(number) < long.MaxValue
            ? JsonValue.Create((long)number)
            : JsonValue.Create(number);
    }
}
