using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Impasto.Studio.Tests.Description;

/// <summary>
/// Errors of a description: those that Microsoft.OpenApi finds by its rules, and those of the rules below, which are
/// the ones that generators stumble over.
/// </summary>
internal sealed partial class DescriptionLinter
{
    private static readonly string[] Methods = ["get", "post", "put", "delete", "patch"];
    private static readonly string[] Types = ["string", "integer", "number", "boolean", "array", "object"];

    private readonly JsonElement _document;
    private readonly SchemaCheck _check;
    private readonly List<string> _errors = [];

    private DescriptionLinter(JsonElement document)
    {
        _document = document;
        _check = new SchemaCheck(document);
    }

    /// <summary>All errors, a line each.</summary>
    public static IReadOnlyList<string> Errors(string json)
    {
        ReadResult read = OpenApiDocument.Parse(json, "json");
        List<string> errors = [.. (read.Diagnostic?.Errors ?? []).Select(error => $"{error.Pointer}: {error.Message}")];
        errors.AddRange((read.Diagnostic?.Warnings ?? []).Select(error => $"{error.Pointer}: {error.Message}"));
        if (read.Document is { } document)
        {
            errors.AddRange(document.Validate(ValidationRuleSet.GetDefaultRuleSet())
                .Select(error => $"{error.Pointer}: {error.Message}"));
        }

        using var parsed = JsonDocument.Parse(json);
        var linter = new DescriptionLinter(parsed.RootElement);
        linter.Check();
        return [.. errors, .. linter._errors];
    }

    /// <summary>What an answer has that its schema lacks or forbids.</summary>
    public static IEnumerable<string> Differences(JsonElement document, string schema, JsonElement answer)
    {
        var check = new SchemaCheck(document);
        return check.Differences(check.Find($"#/components/schemas/{schema}")!.Value, answer, schema, isStrict: true);
    }

    private void Check()
    {
        List<string> ids = [];
        foreach (JsonProperty path in _document.GetProperty("paths").EnumerateObject())
        {
            foreach (JsonProperty operation in path.Value.EnumerateObject().Where(one => Methods.Contains(one.Name)))
                CheckOperation($"{operation.Name} {path.Name}", path.Name, operation.Value, ids);
        }

        foreach (string id in ids.CountBy(id => id).Where(id => id.Value > 1).Select(id => id.Key))
            _errors.Add($"operationId '{id}' is not unique");
        CheckReferences();
        CheckSchemas(_document, "#");
    }

    private void CheckOperation(string place, string path, JsonElement operation, List<string> ids)
    {
        string id = Text(operation, "operationId");
        Require(Name().IsMatch(id), $"{place}: expected an operationId such as listRuns, got '{id}'");
        ids.Add(id);
        Require(Text(operation, "summary").Length > 0, $"{place} has no summary");
        string[] known = [.. _document.GetProperty("tags").EnumerateArray().Select(tag => Text(tag, "name"))];
        string[] tags = [.. operation.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];
        Require(tags.Length == 1 && known.Contains(tags[0]), $"{place} has not one of the tags");
        CheckParameters(place, path, operation);
        string[] statuses = [.. operation.GetProperty("responses").EnumerateObject().Select(answer => answer.Name)];
        Require(statuses.Any(status => status[0] == '2'), $"{place} has no good answer");
        Require(statuses.Any(status => status[0] == '4'), $"{place} has no refusal");
        foreach (JsonProperty answer in operation.GetProperty("responses").EnumerateObject())
        {
            JsonElement resolved = _check.Resolve(answer.Value);
            bool hasBody = answer.Name is not ("204" or "304");
            Require(!hasBody || resolved.TryGetProperty("content", out _), $"{place} {answer.Name} has no body");
            CheckContent($"{place} {answer.Name}", resolved);
        }

        if (operation.TryGetProperty("requestBody", out JsonElement body))
            CheckContent($"{place} body", body);
    }

    private void CheckParameters(string place, string path, JsonElement operation)
    {
        JsonElement[] parameters = operation.TryGetProperty("parameters", out JsonElement found)
            ? [.. found.EnumerateArray()]
            : [];
        foreach (JsonElement parameter in parameters)
        {
            string name = Text(parameter, "name");
            Require(Text(parameter, "description").Length > 0, $"{place}: {name} has no description");
            Require(parameter.TryGetProperty("schema", out _), $"{place}: {name} has no schema");
        }

        string[] inPath = [.. Part().Matches(path).Select(part => part.Groups["name"].Value)];
        string[] described = [.. parameters.Where(one => Text(one, "in") == "path").Select(one => Text(one, "name"))];
        Require(inPath.SequenceEqual(described), $"{place}: {string.Join(", ", described)} do not fit the path");
        foreach (JsonElement parameter in parameters.Where(one => Text(one, "in") == "path"))
        {
            bool isRequired = parameter.TryGetProperty("required", out JsonElement required) && required.GetBoolean();
            Require(isRequired, $"{place}: {Text(parameter, "name")} is not required");
        }
    }

    private void CheckContent(string place, JsonElement answer)
    {
        if (!answer.TryGetProperty("content", out JsonElement content))
            return;
        foreach (JsonProperty media in content.EnumerateObject())
        {
            if (!media.Value.TryGetProperty("schema", out JsonElement schema))
                _errors.Add($"{place}: {media.Name} has no schema");
            else if (media.Value.TryGetProperty("example", out JsonElement example))
                _errors.AddRange(_check.Differences(schema, example, $"{place} example"));
        }
    }

    private void CheckReferences()
    {
        string text = _document.GetRawText();
        HashSet<string> used = [.. Reference().Matches(text).Select(match => match.Groups["to"].Value)];
        _errors.AddRange(used.Where(to => _check.Find(to) is null).Select(to => $"{to} leads nowhere"));
        foreach (JsonProperty kind in _document.GetProperty("components").EnumerateObject()
            .Where(kind => kind.Name != "securitySchemes"))
        {
            _errors.AddRange(kind.Value.EnumerateObject()
                .Select(component => $"#/components/{kind.Name}/{component.Name}")
                .Where(component => !used.Contains(component))
                .Select(component => $"{component} is not used"));
        }

        string[] schemes = [.. _document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
            .Select(scheme => scheme.Name)];
        IEnumerable<string> required = _document.GetProperty("security").EnumerateArray()
            .SelectMany(one => one.EnumerateObject()).Select(one => one.Name);
        _errors.AddRange(required.Except(schemes).Select(scheme => $"The scheme {scheme} is not described"));
    }

    // Every object with a type in the document is a schema, except security schemes and what stands in examples.
    private void CheckSchemas(JsonElement at, string place)
    {
        if (at.ValueKind == JsonValueKind.Array)
        {
            foreach ((int i, JsonElement item) in at.EnumerateArray().Index())
                CheckSchemas(item, $"{place}/{i}");
        }

        if (at.ValueKind != JsonValueKind.Object)
            return;
        if (at.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String)
            CheckSchema(at, type.GetString()!, place);
        else if (at.TryGetProperty("nullable", out _))
            _errors.Add($"{place} is nullable without a type");
        foreach (JsonProperty property in at.EnumerateObject().Where(one =>
            one.Name is not ("example" or "default" or "enum" or "securitySchemes" or "x-defaults")))
        {
            CheckSchemas(property.Value, $"{place}/{property.Name}");
        }
    }

    private void CheckSchema(JsonElement schema, string type, string place)
    {
        Require(Types.Contains(type), $"{place}: the type {type} is unknown");
        Require(type != "array" || schema.TryGetProperty("items", out _), $"{place} has no items");
        bool isNumber = type is "number" or "integer";
        Require(isNumber || !schema.TryGetProperty("minimum", out _), $"{place} has a range and is no number");
        if (schema.TryGetProperty("default", out JsonElement value))
            _errors.AddRange(_check.Differences(schema, value, $"{place} default"));
        if (schema.TryGetProperty("enum", out JsonElement words))
        {
            string[] all = [.. words.EnumerateArray().Select(word => word.ToString())];
            Require(all.Length > 0 && all.Distinct().Count() == all.Length, $"{place} has a word twice, or none");
        }
    }

    private void Require(bool isSo, string error)
    {
        if (!isSo)
            _errors.Add(error);
    }

    private static string Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement text) ? text.GetString() ?? "" : "";

    [GeneratedRegex("^[a-z][A-Za-z0-9]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("\\{(?<name>[^}]+)\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex("\"\\$ref\":\\s*\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reference();
}
