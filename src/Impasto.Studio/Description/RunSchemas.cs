using System.Text.Json.Nodes;
using Impasto.Studio.Requests.Batches;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>Schemas of the bodies that create, continue and repeat runs.</summary>
internal static class RunSchemas
{
    /// <summary>The name of the JSON that creates a run.</summary>
    public const string NewRun = "NewRun";

    /// <summary>The name of the form that creates a run.</summary>
    public const string NewRunForm = "NewRunForm";

    /// <summary>The name of the JSON that creates a batch.</summary>
    public const string NewBatch = "NewBatch";

    /// <summary>The name of the form that creates a batch.</summary>
    public const string NewBatchForm = "NewBatchForm";
    /// <summary>The name of the JSON that asks for plans.</summary>
    public const string NewPlan = "NewPlan";

    /// <summary>The name of the options alone.</summary>
    public const string Options = "RunOptions";

    /// <summary>The name of the changes with which a run is continued or repeated.</summary>
    public const string Changes = "RunChanges";

    private const string Content = "content", Style = "style";

    private const string PictureKinds =
        "sample:cat.jpg, data:image/jpeg;name=cat.jpg;base64,... with the file, or an address if the studio allows "
        + "addresses";

    /// <summary>The schemas by their names.</summary>
    public static IEnumerable<KeyValuePair<string, OpenApiSchema>> All() =>
    [
        new(NewRun, Body(
            "What a run needs. An option that is left out has the preset's value.",
            [.. JsonPictures(), .. Common(isJson: true), .. OptionSchemas.All(isNew: true)],
            [Content, Style])),
        new(NewRunForm, Body(
            "What a run needs, as a form. A picture is a file, or a text as in NewRun. An option that is left out has "
                + "the preset's value.",
            [.. FormPictures(), .. Common(isJson: false), .. OptionSchemas.All(isNew: true)
                .Select(option => KeyValuePair.Create(option.Key, OptionSchemas.AsField(option.Value)))],
            [Content, Style])),
        new(NewBatch, Batch("What a batch needs: as NewRun, with several photographs.", isJson: true)),
        new(NewBatchForm, Batch("What a batch needs, as a form: as NewRunForm, with several photographs.", false)),
        new(NewPlan, Body(
            "What a run would need: the sizes of its pictures, or another run that has these pictures. An option that "
                + "is left out has the preset's value.",
            [.. Plan(), .. OptionSchemas.All(isNew: true)],
            [])),
        new(Options, Body("Options of a run by their names on the command line.", OptionSchemas.All(isNew: false), [])),
    ];

    /// <summary>An example of the JSON that creates a run.</summary>
    public static JsonNode Example() => new JsonObject
    {
        [Content] = "sample:cat.jpg",
        [Style] = new JsonArray("sample:swirls.jpg"),
        ["size"] = 512,
        ["strength"] = 60,
    };

    /// <summary>An example of the JSON that creates a batch.</summary>
    public static JsonNode BatchExample() => new JsonObject
    {
        [Content] = new JsonArray("sample:cat.jpg", "sample:rocket.jpg"),
        [Style] = new JsonArray("sample:swirls.jpg"),
        ["size"] = 512,
        ["sweep"] = "strength=25,50,75",
    };

    /// <summary>An example of the JSON that asks for plans.</summary>
    public static JsonNode PlanExample() => new JsonObject
    {
        [Content] = "4000x3000",
        [Style] = new JsonArray("1200x900"),
        ["sizes"] = new JsonArray("512", "1024"),
        ["strength"] = 60,
    };

    /// <summary>An example of changes.</summary>
    public static JsonNode ChangesExample() => new JsonObject { ["options"] = new JsonObject { ["strength"] = 65 } };

    /// <summary>The changes of a run, whose options refer to the schema of all options.</summary>
    /// <param name="document">The document that has it.</param>
    public static OpenApiSchema ChangesOf(OpenApiDocument document)
    {
        OpenApiSchema changes = Body(
            "Differences from an earlier run; an empty body changes nothing.",
            [new("preset", Preset("The preset to start from. Default: that of the run."))],
            []);
        changes.Properties!["options"] = new OpenApiSchemaReference(Options, document);
        return changes;
    }

    private static OpenApiSchema Body(
        string description, IEnumerable<KeyValuePair<string, OpenApiSchema>> fields, IEnumerable<string> required) =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = description,
            Properties = fields.ToDictionary(
                field => field.Key, field => (IOpenApiSchema)field.Value, StringComparer.Ordinal),
            Required = new HashSet<string>(required, StringComparer.Ordinal),
            AdditionalPropertiesAllowed = false,
        };

    private static OpenApiSchema Batch(string description, bool isJson)
    {
        OpenApiSchema contents = AtLeastOne(isJson
            ? Schemas.List(Schemas.Text(), $"The photographs or clips, one or more, each {PictureKinds}.")
            : Schemas.List(Schemas.File(), "The photographs or clips, one or more."));
        return Body(
            description,
            [
                new(Content, contents),
                .. (isJson ? JsonPictures() : FormPictures()).Where(field => field.Key != Content),
                .. Common(isJson).Where(field => field.Key != "variation"),
                .. OfBatch(),
                .. OptionSchemas.All(isNew: true).Select(option => KeyValuePair.Create(
                    option.Key, isJson ? option.Value : OptionSchemas.AsField(option.Value))),
            ],
            [Content, Style]);
    }

    private static KeyValuePair<string, OpenApiSchema>[] OfBatch() =>
    [
        new("title", Schemas.Text("What people call it, at most 100 characters. Default: names of the pictures.")),
        new("paintings", WithDefault(
            Schemas.Words(
                [BatchForm.Together, BatchForm.Each],
                "Whether a picture gets all paintings together, by their weights, or each painting makes a picture."),
            BatchForm.Together)),
        new("sweep", Schemas.Text(
            "An option and its values, one run for each: strength=0,25,50 or, if the values contain commas, "
            + "steps=100,60;50. Not with variations.")),
        new("variations", Schemas.Whole(
            1, BatchForm.MostRuns, description: "Pictures that differ, one run for each. Default: 1.")),
    ];

    private static KeyValuePair<string, OpenApiSchema>[] JsonPictures() =>
    [
        new(Content, Schemas.Text($"The photograph or a clip: {PictureKinds}.")),
        new(Style, AtLeastOne(Schemas.List(Schemas.Text(), $"The paintings, one or more, each {PictureKinds}."))),
        new("region", Schemas.List(Schemas.Text(), $"Masks, each {PictureKinds}: white is the region.")),
    ];

    private static KeyValuePair<string, OpenApiSchema>[] Plan() =>
    [
        new(Content, Schemas.Text("Columns and rows of the photograph or of a clip's frames, such as 4000x3000.")),
        new(Style, AtLeastOne(Schemas.List(Schemas.Text(), "Columns and rows of each painting."))),
        new("run", Schemas.Text("The id of a run with a photograph, instead of content and style.")),
        new("sizes", Schemas.List(
            Schemas.Text(), "Values of the option size, for a plan each. Default: the size of the recipe.")),
        new("preset", WithDefault(
            Preset($"The preset to start from. Default: {Presets.All[0].Name}."), Presets.All[0].Name)),
        new("frames", Schemas.Whole(
            1,
            int.MaxValue,
            description: "Frames of a clip, of the part that is painted. Default: it is a photograph.")),
        .. Paces(isJson: true),
    ];

    private static KeyValuePair<string, OpenApiSchema>[] Paces(bool isJson) =>
    [
        new("frameSteps", Schemas.Whole(
            1, 1000, description: "Steps of a clip's frames after the first of a shot. Default: 18.")),
        new("quick", isJson
            ? Schemas.Switch("True for a clip in about half the time: 8 steps a frame. Default: false.")
            : Schemas.Words(["on", "off"], "On for a clip in about half the time: 8 steps a frame. Default: off.")),
    ];

    private static KeyValuePair<string, OpenApiSchema>[] FormPictures() =>
    [
        new(Content, Schemas.File(
            "The photograph, or a clip (MP4, QuickTime, WebM, Matroska, AVI and others): its file's content decides. A "
                + "clip has no regions and no time.")),
        new(Style, AtLeastOne(Schemas.List(Schemas.File(), "The paintings, one or more."))),
        new("region", Schemas.List(Schemas.File(), "Masks: white is the region.")),
    ];

    private static OpenApiSchema AtLeastOne(OpenApiSchema list)
    {
        list.MinItems = 1;
        return list;
    }

    private static KeyValuePair<string, OpenApiSchema>[] Common(bool isJson) =>
    [
        new("weight", Schemas.List(
            Schemas.Number(0, 1e6),
            "The paintings' shares, in their order (files first). Default 1; 0 uses a painting in its regions only.")),
        new("regionStyle", Schemas.List(
            Schemas.Text(),
            "For each mask keep, the number of its painting from 1, or all for the paintings of the rest.")),
        new("regionStrength", Schemas.List(
            isJson ? Nullable(Schemas.Number(0, 100)) : Schemas.Text(),
            "For each mask the strength of the style there, 0 to 100; empty for that of the rest.")),
        new("preset", WithDefault(
            Preset($"The preset to start from. Default: {Presets.All[0].Name}."), Presets.All[0].Name)),
        new("time", Schemas.Text(
            "Time that the run may take, such as 90s, 5m or 1h30m. Default: as long as it needs.")),
        new("variation", Schemas.Whole(
            1,
            1000,
            1,
            "N makes the picture number N of impasto stylize --variations: send the request once for each.")),
        new("webhook", Schemas.Text(
            "Where a signed message goes when the run is over, if the studio sends such: an address on the public "
            + "internet.")),
        new("from", Schemas.Text(
            "Time of a clip's first frame that is painted, such as 12.5 or 1:30. Default: its start.")),
        new("to", Schemas.Text("Time at which the last frame of a clip that is painted ends. Default: its end.")),
        .. Paces(isJson),
    ];

    private static OpenApiSchema Preset(string description) =>
        Schemas.Words(Presets.All.Select(known => known.Name), description);

    private static OpenApiSchema WithDefault(OpenApiSchema schema, string value)
    {
        schema.Default = JsonValue.Create(value);
        return schema;
    }

    private static OpenApiSchema Nullable(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }
}
