using System.Text.Json;

namespace Impasto.Studio.Tests.Description;

/// <summary>Compares JSON with a schema of OpenAPI 3.0, as far as our descriptions use it.</summary>
/// <param name="document">The description, to which references lead.</param>
internal sealed class SchemaCheck(JsonElement document)
{
    /// <summary>What a value has that the schema does not allow, a line each.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="place">Where it stands, for messages.</param>
    /// <param name="isStrict">True if properties that the schema lacks are errors.</param>
    public IEnumerable<string> Differences(JsonElement schema, JsonElement value, string place, bool isStrict = false)
    {
        schema = Resolve(schema);
        if (value.ValueKind == JsonValueKind.Null)
        {
            bool mayBe = schema.TryGetProperty("nullable", out JsonElement nullable) && nullable.GetBoolean();
            return mayBe ? [] : [$"{place} is null"];
        }

        if (schema.TryGetProperty("anyOf", out JsonElement choices))
        {
            return choices.EnumerateArray().Any(choice => !Differences(choice, value, place, isStrict).Any())
                ? []
                : [$"{place} is none of the choices: {value.GetRawText()}"];
        }

        IEnumerable<string> found = schema.TryGetProperty("allOf", out JsonElement all)
            ? all.EnumerateArray().SelectMany(part => Differences(part, value, place, isStrict))
            : OfType(schema, value, place, isStrict);
        return found.Concat(OfWords(schema, value, place)).Concat(OfRange(schema, value, place));
    }

    /// <summary>The schema that a reference leads to; the schema itself if it is none.</summary>
    public JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out JsonElement reference)
        ? Find(reference.GetString()!) ?? throw new InvalidDataException($"{reference} leads nowhere")
        : schema;

    /// <summary>What a reference within the document leads to; null for nothing.</summary>
    public JsonElement? Find(string reference)
    {
        JsonElement at = document;
        foreach (string part in reference.Split('/').Skip(1))
        {
            if (!at.TryGetProperty(part, out at))
                return null;
        }

        return at;
    }

    private IEnumerable<string> OfType(JsonElement schema, JsonElement value, string place, bool isStrict)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
            return [];
        return (type.GetString(), value.ValueKind) switch
        {
            ("object", JsonValueKind.Object) => OfObject(schema, value, place, isStrict),
            ("array", JsonValueKind.Array) => value.EnumerateArray()
                .SelectMany((item, i) => Differences(schema.GetProperty("items"), item, $"{place}[{i}]", isStrict)),
            ("string", JsonValueKind.String) or ("number", JsonValueKind.Number)
                or ("boolean", JsonValueKind.True or JsonValueKind.False) => [],
            ("integer", JsonValueKind.Number) when value.TryGetInt64(out _) => [],
            var (expected, kind) => [$"{place}: expected {expected}, got {kind}"],
        };
    }

    private IEnumerable<string> OfObject(JsonElement schema, JsonElement value, string place, bool isStrict)
    {
        bool hasFields = schema.TryGetProperty("properties", out JsonElement fields);
        bool hasOthers = schema.TryGetProperty("additionalProperties", out JsonElement others);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            string here = $"{place}.{property.Name}";
            if (hasFields && fields.TryGetProperty(property.Name, out JsonElement field))
            {
                foreach (string difference in Differences(field, property.Value, here, isStrict))
                    yield return difference;
            }
            else if (hasOthers && others.ValueKind == JsonValueKind.Object)
            {
                foreach (string difference in Differences(others, property.Value, here, isStrict))
                    yield return difference;
            }
            else if (isStrict || (hasOthers && others.ValueKind == JsonValueKind.False))
            {
                yield return $"{here} is not described";
            }
        }

        if (!schema.TryGetProperty("required", out JsonElement required))
            yield break;
        foreach (string name in required.EnumerateArray().Select(name => name.GetString()!))
        {
            if (!value.TryGetProperty(name, out _))
                yield return $"{place}.{name} is missing";
        }
    }

    private static IEnumerable<string> OfWords(JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("enum", out JsonElement words)
            && words.EnumerateArray().All(word => word.ToString() != value.ToString()))
        {
            yield return $"{place}: '{value}' is none of {words}";
        }
    }

    private static IEnumerable<string> OfRange(JsonElement schema, JsonElement value, string place)
    {
        foreach (string name in (string[])["minimum", "maximum"])
        {
            if (schema.TryGetProperty(name, out JsonElement limit) && limit.ValueKind != JsonValueKind.Number)
            {
                yield return $"{place}: expected a number as {name}, got {limit}";
                yield break;
            }
        }

        if (value.ValueKind != JsonValueKind.Number)
            yield break;
        double number = value.GetDouble();
        if (schema.TryGetProperty("minimum", out JsonElement least) && number < least.GetDouble())
            yield return $"{place}: {number} is below {least}";
        if (schema.TryGetProperty("maximum", out JsonElement most) && number > most.GetDouble())
            yield return $"{place}: {number} is above {most}";
    }
}
