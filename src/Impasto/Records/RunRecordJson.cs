using System.Text.Json.Nodes;
using Impasto.Color;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Text;

namespace Impasto.Records;

/// <summary>The JSON form of a run.</summary>
internal static class RunRecordJson
{
    /// <summary>
    /// The options that a record's own are written over: of options that came later, those that make the picture as it
    /// was made then.
    /// </summary>
    public static StylizeOptions Unwritten(string preset) => new()
    {
        Preset = preset,
        Optimizer = new LbfgsOptions { CoarseGain = 0 },
        Losses = new LossOptions { Content = ContentMode.Photo, MatchVariety = 0, MatchDetail = 0, SplitSteps = 0 },
    };

    /// <summary>The version that is written. Version 1 is what Impasto wrote before there was a record.</summary>
    public const int Version = 2;

    /// <summary>Writes a record.</summary>
    public static JsonObject Write(RunRecord record)
    {
        var options = new JsonObject();
        foreach ((string name, string value) in StylizeOptionCatalog.Read(record.Options))
            options[name] = value;
        var json = new JsonObject
        {
            ["impasto"] = Version,
            ["content"] = Write(record.Content),
            ["styles"] = new JsonArray([.. record.Styles.Select(Write)]),
            ["regions"] = new JsonArray([.. record.Regions.Select(Write)]),
            ["start"] = Write(record.Start),
            ["preset"] = record.Options.Preset,
            ["options"] = options,
            ["network"] = new JsonObject
            {
                ["name"] = record.Network.Name,
                ["sha256"] = record.Network.Sha256,
                ["normalization"] = record.Network.Normalization,
            },
            ["output"] = Write(record.Output),
            ["engine"] = record.Engine,
        };
        if (PartsColors(record.Options) && !record.IsBeforeOklab)
            json["colors"] = "oklab";
        return json;
    }

    // Other records have the same key as before.
    private static bool PartsColors(StylizeOptions options) =>
        options.Color.PartsPictures;

    /// <summary>Reads a record.</summary>
    /// <exception cref="ImpastoException">
    /// It is of a newer version, or an option is unknown or out of range.
    /// </exception>
    /// <exception cref="FormatException">
    /// It is damaged; other exceptions of a careless reader mean the same.
    /// </exception>
    public static RunRecord Read(JsonObject json)
    {
        RunRecord record = ReadAny(json);
        record = record with { IsBeforeOklab = PartsColors(record.Options) && json["colors"] is null };
        IReadOnlyList<OptionProblem> problems = record.Options.Validate();
        return problems.Count == 0 ? record : throw new InvalidOptionsException(problems);
    }

    /// <summary>The hash of weights or of a picture, if it is one.</summary>
    public static string? Sha256(JsonNode? node) =>
        (string?)node is not { } text ? null : text.Length == 64 ? text : throw new FormatException();

    private static RunRecord ReadAny(JsonObject json) => (int?)json["impasto"] switch
    {
        Version => ReadThis(json),
        1 => RunRecordVersion1.Read(json),
        int newer => throw new ImpastoException(
            $"The description of the run has version {newer}: this version of Impasto reads 1 and {Version}."),
        null => throw new FormatException(),
    };

    private static RunRecord ReadThis(JsonObject json)
    {
        JsonNode network = json["network"]!, output = json["output"]!;
        if ((string?)network["normalization"] is { } normalization)
            InputNormalization.Parse(normalization);
        return new RunRecord
        {
            Content = Picture(json["content"]),
            Styles = [.. json["styles"]!.AsArray().Select(Style)],
            Regions = [.. json["regions"]!.AsArray().Select(region => new RecordedRegion(
                Mask(region!["mask"]) ?? throw new FormatException(), [.. region["styles"]!.AsArray().Select(Style)])
            {
                Strength = (double?)region["strength"],
            })],
            Start = Picture(json["start"]),
            Options = StylizeOptionCatalog.Write(
                Unwritten(Text(json["preset"])),
                json["options"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, Text(pair.Value)))),
            Network = new RecordedNetwork(Name((string?)network["name"]))
            {
                Sha256 = Sha256(network["sha256"]),
                Normalization = (string?)network["normalization"],
            },
            Output = Output(output),
            Engine = Text(json["engine"]),
        };
    }

    // What is as usual is left out: results of before have the same key.
    private static JsonObject Write(RecordedOutput output)
    {
        var usual = new RecordedOutput();
        var json = new JsonObject
        {
            ["format"] = output.Format,
            ["depth"] = output.Depth,
            ["quality"] = output.Quality,
        };
        if (output.Dpi is { } dpi)
            json["dpi"] = dpi;
        if (output.Metadata != usual.Metadata)
            json["metadata"] = OptionText.Of(output.Metadata);
        if (output.Colors != usual.Colors)
            json["colors"] = OptionText.Of(output.Colors);
        if (!output.HasParameters)
            json["parameters"] = false;
        if (output.Blends.Count > 0)
        {
            json["blends"] = new JsonArray([.. output.Blends.Select(blend => (JsonNode)new JsonObject
            {
                ["mode"] = OptionText.Of(blend.Mode),
                ["amount"] = blend.Amount,
            })]);
        }

        return json;
    }

    private static RecordedOutput Output(JsonNode output) => new()
    {
        Format = (string?)output["format"],
        Depth = (int?)output["depth"],
        Quality = (int)output["quality"]!,
        Dpi = (double?)output["dpi"],
        Metadata = Choice<MetadataMode>(output["metadata"]),
        Colors = Choice<OutputColors>(output["colors"]),
        HasParameters = (bool?)output["parameters"] ?? true,
        Blends = [.. (output["blends"]?.AsArray() ?? []).Select(blend => new RecordedBlend(
            Choice<BlendMode>(blend!["mode"]), Share((double)blend["amount"]!)))],
    };

    private static double Share(double value) => value is >= 0 and <= 1 ? value : throw new FormatException();

    private static T Choice<T>(JsonNode? node)
        where T : struct, Enum =>
        (string?)node is not { } text ? default
            : Enum.GetValues<T>().Where(value => OptionText.Of(value) == text).Cast<T?>().FirstOrDefault()
            ?? throw new FormatException();

    private static JsonNode Write(RecordedRegion region)
    {
        var json = new JsonObject
        {
            ["mask"] = Write(region.Mask),
            ["styles"] = new JsonArray([.. region.Styles.Select(Write)]),
        };
        if (region.Strength is { } strength)
            json["strength"] = strength;
        return json;
    }

    private static JsonObject? Write(RecordedPicture? picture) => picture is null ? null : new JsonObject
    {
        ["name"] = picture.Name,
        ["sha256"] = picture.Sha256,
    };

    private static JsonObject? Write(RecordedMask? mask) => mask is null ? null : new JsonObject
    {
        ["picture"] = Write(mask.Picture),
        ["color"] = mask.Color,
    };

    private static JsonNode Write(RecordedStyle style) => new JsonObject
    {
        ["picture"] = Write(style.Picture),
        ["weight"] = style.Weight,
        ["mask"] = Write(style.Mask),
        ["area"] = style.Area is { } area ? new JsonArray(area.X, area.Y, area.Width, area.Height) : null,
        ["fineStrokes"] = Write(style.FineStrokes),
    };

    // A picture that must be there.
    private static RecordedPicture Named(JsonNode? node) =>
        new(Name((string?)node!["name"])) { Sha256 = Sha256(node["sha256"]) };

    private static RecordedPicture? Picture(JsonNode? node) =>
        node is null ? null : Named(node);

    private static RecordedMask? Mask(JsonNode? node)
    {
        if (node is null)
            return null;
        string? color = (string?)node["color"];
        return color is null || RecordedMask.IsColor(color)
            ? new RecordedMask(Named(node["picture"]), color)
            : throw new FormatException();
    }

    private static RecordedStyle Style(JsonNode? node) => new(Named(node!["picture"]), Weight((double)node["weight"]!))
    {
        Mask = Mask(node["mask"]),
        Area = node["area"] is JsonArray area
            ? new PictureArea((int)area[0]!, (int)area[1]!, (int)area[2]!, (int)area[3]!)
            : null,
        FineStrokes = Picture(node["fineStrokes"]),
    };

    /// <summary>A name that a file can have.</summary>
    /// <exception cref="FormatException">It is missing, empty or no name.</exception>
    public static string Name(string? text) =>
        text is { Length: > 0 } && !text.Contains('\0', StringComparison.Ordinal) ? text : throw new FormatException();

    private static string Text(JsonNode? node) => (string?)node ?? throw new FormatException();

    private static double Weight(double value) => double.IsFinite(value) ? value : throw new FormatException();
}
