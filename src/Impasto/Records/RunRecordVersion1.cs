using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Impasto.Imaging;

namespace Impasto.Records;

/// <summary>Reads what results of the first version contain: inputs in the words of the command line.</summary>
internal static partial class RunRecordVersion1
{
    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">
    /// It is damaged; other exceptions of a careless reader mean the same.
    /// </exception>
    public static RunRecord Read(JsonObject json)
    {
        string? content = (string?)json["content"];
        RecordedStyle[] styles = [.. json["styles"]!.AsArray().Select(style =>
            new RecordedStyle(Picture((string?)style!["picture"]), (double)style["weight"]!)
            {
                Mask = Mask(json["styleMask"]),
                Area = Area((string?)json["styleRegion"]),
                FineStrokes = Optional(json["fineStyle"]),
            })];
        if (content is null ? styles.Length == 0 : content.Length == 0)
            throw new FormatException();
        return new RunRecord
        {
            Content = Optional(json["content"]),
            Styles = styles,
            // The first results have no regions at all.
            Regions = json["regions"] is not JsonArray regions ? [] : [.. regions.Select(region => Region(region!))],
            Start = Optional(json["start"]),
            Options = Options(json),
            Network = new RecordedNetwork(RunRecordJson.Name((string?)json["network"]))
            {
                Sha256 = RunRecordJson.Sha256(json["networkSha256"]) ?? throw new FormatException(),
                Normalization = (string?)json["normalization"],
            },
            Output = new RecordedOutput { Depth = (int?)json["depth"], Quality = (int?)json["quality"] ?? 95 },
            Engine = (string?)json["device"] ?? "",
        };
    }

    // Options of the other optimiser were written as well; they had no effect.
    private static StylizeOptions Options(JsonObject json)
    {
        Dictionary<string, string> values = json["options"]!.AsObject()
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);
        StylizeOptions optimizer = StylizeOptionCatalog.Write(
            RunRecordJson.Unwritten(RunRecordJson.Name((string?)json["preset"])),
            values.Where(pair => pair.Key == "optimizer"));
        return StylizeOptionCatalog.Write(
            optimizer, values.Where(pair => StylizeOptionCatalog.Find(pair.Key).Read(optimizer) is not null));
    }

    private static RecordedRegion Region(JsonNode node) => new(
        Mask(node["mask"]) ?? throw new FormatException(),
        (string?)node["style"] is { } style
            ? [new RecordedStyle(Picture(style)) { Mask = Mask(node["styleMask"]) }]
            : []);

    private static RecordedPicture Picture(string? name) => new(RunRecordJson.Name(name));

    private static RecordedPicture? Optional(JsonNode? node) => (string?)node is { } name ? Picture(name) : null;

    // sky.png, sky.png#black or map.png#ff0000.
    private static RecordedMask? Mask(JsonNode? node)
    {
        if ((string?)node is not { } text)
            return null;
        Match match = ColorAtEnd().Match(text);
        return match.Success
            ? new RecordedMask(Picture(text[..match.Index]), match.Groups["color"].Value.ToLowerInvariant())
            : new RecordedMask(Picture(text));
    }

    private static PictureArea? Area(string? text)
    {
        if (text is null)
            return null;
        int[] numbers = [.. text.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return numbers.Length == 4
            ? new PictureArea(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw new FormatException();
    }

    [GeneratedRegex(
        "#(?<color>black|white|[0-9a-fA-F]{6})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ColorAtEnd();
}
