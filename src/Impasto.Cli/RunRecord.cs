using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Cli;

/// <summary>A run as JSON in the picture it made, and back: what replay needs to make the same picture again.</summary>
internal static class RunRecord
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Describes a run.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="network">Identity of the weights.</param>
    /// <param name="device">What did the work, for people.</param>
    public static string Write(StylizeRequest request, string network, string device)
    {
        var options = new JsonObject();
        foreach ((string name, string value) in StylizeOptionCatalog.Read(request.Options))
            options[name] = value;
        var record = new JsonObject
        {
            ["impasto"] = Version,
            ["content"] = request.Content,
            ["styles"] = new JsonArray([.. request.Styles.Select(style => (JsonNode)new JsonObject
            {
                ["picture"] = style.Picture,
                ["weight"] = style.Weight,
            })]),
            ["start"] = request.Start,
            ["regions"] = new JsonArray([.. request.Extra.Regions.Select(region => (JsonNode)new JsonObject
            {
                ["mask"] = region.Mask.ToString(),
                ["style"] = region.Style,
                ["styleMask"] = region.StyleMask?.ToString(),
            })]),
            ["styleMask"] = request.Extra.StyleMask?.ToString(),
            ["styleRegion"] = request.Extra.StyleRegion?.ToString(),
            ["fineStyle"] = request.Extra.FineStyle,
            ["preset"] = request.Options.Preset,
            ["options"] = options,
            ["network"] = request.Network,
            ["normalization"] = request.Normalization,
            ["networkSha256"] = network,
            ["device"] = device,
            ["depth"] = request.Writing.Depth,
            ["quality"] = request.Writing.Quality,
        };
        return record.ToJsonString(Readable);
    }

    /// <summary>The request that made a picture, to be run again, and the identity of its weights.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <param name="output">Where the result shall go.</param>
    /// <exception cref="ImpastoException">The text is damaged, or of a newer version.</exception>
    public static (StylizeRequest Request, string NetworkSha256) Read(string json, string output)
    {
        try
        {
            JsonNode record = JsonNode.Parse(json)!;
            if ((int?)record["impasto"] is not Version)
                throw new ImpastoException($"The picture's parameters are of version {record["impasto"]}: this program knows version {Version}.");
            StylizeOptions options = StylizeOptionCatalog.Write(
                new StylizeOptions { Preset = (string)record["preset"]! },
                record["options"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!)));
            var request = new StylizeRequest
            {
                Content = (string?)record["content"],
                Styles = [.. record["styles"]!.AsArray().Select(style => new StyleSource((string)style!["picture"]!, (double)style["weight"]!))],
                Options = options,
                Start = (string?)record["start"],
                Extra = ReadExtra(record),
                Network = (string)record["network"]!,
                Normalization = (string?)record["normalization"],
                Writing = new OutputOptions((int?)record["depth"], (int?)record["quality"] ?? 95),
                Output = output,
            };
            string sha256 = (string)record["networkSha256"]!;
            bool hasPictures = request.Content is null ? request.Styles.Count > 0 : request.Content.Length > 0;
            return hasPictures && sha256.Length == 64 ? (request, sha256) : throw new FormatException();
        }
        catch (Exception failure) when (failure is JsonException or NullReferenceException or InvalidOperationException
            or FormatException or ArgumentException or WrongCallException)
        {
            throw new ImpastoException("The picture's parameters are damaged: expected what impasto stylize writes.", failure);
        }
    }

    // Pictures of before there were regions say nothing of them.
    private static ExtraPictures ReadExtra(JsonNode record) => new()
    {
        Regions = record["regions"] is not JsonArray regions ? [] : [.. regions.Select(region => new RegionSource(
            MaskSource.Parse((string)region!["mask"]!), (string?)region["style"], Mask(region["styleMask"])))],
        StyleMask = Mask(record["styleMask"]),
        StyleRegion = (string?)record["styleRegion"] is { } crop ? CropSource.Parse(crop) : null,
        FineStyle = (string?)record["fineStyle"],
    };

    private static MaskSource? Mask(JsonNode? node) => (string?)node is { } text ? MaskSource.Parse(text) : null;
}
