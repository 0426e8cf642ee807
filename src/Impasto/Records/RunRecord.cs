using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Impasto.Records;

namespace Impasto;

/// <summary>A run as data: its recipe, its pictures by name, its network, and how its result is written.</summary>
/// <remarks>
/// One JSON form serves for the parameters inside a result, checkpoints, the keys of batches and the studio. Two
/// records are equal if their JSON is. Names and hashes only: the pixels are given when the run is made.
/// </remarks>
public sealed record RunRecord
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The recipe. Default: the preset fine.</summary>
    public StylizeOptions Options { get; init; } = new();

    /// <summary>The photograph; null (the default) for a texture, or if the caller had pixels without a name.</summary>
    public RecordedPicture? Content { get; init; }

    /// <summary>The paintings. Default: none.</summary>
    public IReadOnlyList<RecordedStyle> Styles { get; init; } = [];

    /// <summary>Parts of the photograph with paintings of their own; where they overlap, the first counts.</summary>
    public IReadOnlyList<RecordedRegion> Regions { get; init; } = [];

    /// <summary>The picture to start from; null (the default) for none.</summary>
    public RecordedPicture? Start { get; init; }

    /// <summary>The network. Default: auto, whatever its weights.</summary>
    public RecordedNetwork Network { get; init; } = new("auto");

    /// <summary>How the result is written.</summary>
    public RecordedOutput Output { get; init; } = new();

    /// <summary>The engine that did the work, for people; empty (the default) before the run.</summary>
    public string Engine { get; init; } = "";

    /// <summary>
    /// Whether the picture was made when brightness and chroma were parted in another space than Oklab, and this made a
    /// difference: made again, it gets slightly other colours.
    /// </summary>
    internal bool IsBeforeOklab { get; init; }

    /// <summary>Every picture that is named, each once.</summary>
    public IReadOnlyList<RecordedPicture> Pictures
    {
        get
        {
            List<RecordedPicture> pictures = [];
            WithPictures(picture =>
            {
                pictures.Add(picture);
                return picture;
            });
            return [.. pictures.Distinct()];
        }
    }

    /// <summary>Every mask, those of paintings included.</summary>
    public IEnumerable<RecordedMask> Masks => Regions.Select(region => region.Mask)
        .Concat(Regions.SelectMany(region => region.Styles).Concat(Styles)
            .Select(style => style.Mask).OfType<RecordedMask>());

    /// <summary>
    /// Identity of the result: SHA-256 of everything that its pixels and its file depend on, in hexadecimal. Names of
    /// pictures and of the preset do not matter, except for a picture whose hash is unknown.
    /// </summary>
    public string Key
    {
        get
        {
            RunRecord nameless = WithPictures(picture => new RecordedPicture(picture.Identity)) with
            {
                Engine = "",
                Options = Options with { Preset = "" },
                Network = Network.Sha256 is { } sha256 ? Network with { Name = sha256 } : Network,
            };
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(nameless.ToJson())));
        }
    }

    /// <summary>The same run with every picture replaced, such as by one of another name.</summary>
    /// <param name="change">Gives the new picture for a picture.</param>
    public RunRecord WithPictures(Func<RecordedPicture, RecordedPicture> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return this with
        {
            Content = Content is null ? null : change(Content),
            Styles = [.. Styles.Select(OfStyle)],
            Start = Start is null ? null : change(Start),
            Regions = [.. Regions.Select(region => region with
            {
                Mask = OfMask(region.Mask)!,
                Styles = [.. region.Styles.Select(OfStyle)],
            })],
        };

        RecordedStyle OfStyle(RecordedStyle style) => style with
        {
            Picture = change(style.Picture),
            Mask = OfMask(style.Mask),
            FineStrokes = style.FineStrokes is null ? null : change(style.FineStrokes),
        };

        RecordedMask? OfMask(RecordedMask? mask) => mask is null ? null : mask with { Picture = change(mask.Picture) };
    }

    /// <summary>
    /// The record as a result may hold it, which people pass on: addresses without user and query, absolute paths as
    /// names. The <see cref="Key"/> stays the same where the hashes are known.
    /// </summary>
    public RunRecord ForSharing() => SharedNames.Of(this);

    /// <summary>
    /// The same run; if its size is on paper, its output and the size have the same dots per inch, else the output has
    /// its own or the preset's.
    /// </summary>
    public RunRecord OnPaper()
    {
        if (Options.Sizing.Size is not { Dpi: not null } size)
        {
            double? usual = Presets.All.FirstOrDefault(preset => preset.Name == Options.Preset)?.Dpi;
            return this with { Output = Output with { Dpi = Output.Dpi ?? usual } };
        }

        size = size.WithDpi(Output.Dpi);
        return this with
        {
            Options = Options with { Sizing = Options.Sizing with { Size = size } },
            Output = Output with { Dpi = size.Dpi },
        };
    }

    /// <summary>The record as JSON on one line.</summary>
    public string ToJson() => RunRecordJson.Write(this).ToJsonString(Readable);

    /// <summary>Reads what <see cref="ToJson"/> wrote, in this version or an earlier one.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="ImpastoException">The text is damaged, or of a newer version.</exception>
    public static RunRecord Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return RunRecordJson.Read(JsonNode.Parse(json)!.AsObject());
        }
        catch (Exception failure) when (failure is JsonException or NullReferenceException or InvalidOperationException
            or FormatException or ArgumentException or OverflowException)
        {
            throw new ImpastoException("The description of the run is damaged.", failure);
        }
    }

    /// <summary>Whether two records describe the same run in the same words.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(RunRecord? other) =>
        ReferenceEquals(this, other) || (other is not null && ToJson() == other.ToJson());

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);
}
