using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Cli;

/// <summary>The pictures of a run, read.</summary>
internal sealed record StylizeInputs(StylizeTask Pictures)
{
    /// <summary>What came from standard input or the web and can't be had again, by its name; only where the run's state is kept.</summary>
    public IReadOnlyDictionary<string, byte[]> Fetched { get; private init; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    public static async Task<StylizeInputs> ReadAsync(Terminal terminal, StylizeRequest request, CancellationToken cancellation)
    {
        PictureLimits limits = new();
        if (request.MaxPixels is { } most)
            limits = limits with { MaxPixels = most };
        string[] sources =
        [
            .. request.Content is { } photo ? [photo] : Array.Empty<string>(),
            .. request.Styles.Select(style => style.Picture),
            .. request.Start is { } init ? [init] : Array.Empty<string>(),
            .. request.Extra.Sources,
        ];
        if (sources.Count(source => source == "-") > 1)
            throw new WrongCallException("Standard input (-) can be read only once.");
        await using Stream? input = sources.Contains("-") && request.From is null ? terminal.Input() : null;
        var reader = new PictureReader(limits, input, terminal.Http);
        Dictionary<string, Picture> pictures = [];
        Dictionary<string, byte[]> fetched = new(StringComparer.Ordinal);
        foreach (string source in sources.Distinct())
        {
            byte[]? bytes = request.From?.Attachment(source) ?? await reader.FetchAsync(source, cancellation);
            pictures[source] = bytes is null
                ? await reader.ReadAsync(Path.Combine(request.Folder, source), cancellation)
                : reader.Decode(bytes, source);
            if (bytes is not null && request.Keep.Path is not null)
                fetched[source] = bytes;
        }

        return Assemble(request, pictures) with { Fetched = fetched };
    }

    /// <summary>The run.</summary>
    /// <param name="request">The call.</param>
    /// <param name="network">The network that it will be done with.</param>
    public StylizeTask TaskOf(StylizeRequest request, Network network) => Pictures with
    {
        From = request.From,
        Checkpoint = request.Keep.Path is not { } path ? null : new CheckpointTarget(path)
        {
            Every = TimeSpan.FromSeconds(request.Keep.Every),
            Note = ResumeRecord.Write(request, network.Sha256),
            Attachments = Fetched,
        },
    };

    private static StylizeInputs Assemble(StylizeRequest request, Dictionary<string, Picture> pictures)
    {
        WeightedStyle[] styles = [.. request.Styles.Select(style => new WeightedStyle(pictures[style.Picture], style.Weight))];
        if (request.Extra.StyleRegion is { } crop)
            styles = [.. styles.Select(style => style with { Picture = Crop(style.Picture, crop, request.Styles[0].Picture) })];
        if (request.Extra.StyleMask is { } mask)
            styles = [.. styles.Select(style => style with { Mask = Read(mask) })];
        if (request.Extra.FineStyle is { } fine)
            styles = [.. styles.Select(style => style with { FineStrokes = pictures[fine] })];
        Picture content = request.Content is null ? Canvas(styles[0].Picture) : pictures[request.Content];
        return new StylizeInputs(new StylizeTask(content, styles, request.Options)
        {
            Start = request.Start is null ? null : pictures[request.Start],
            Regions = [.. request.Extra.Regions.Select(region => new StylizeRegion(
                Read(region.Mask),
                region.Style is null ? [] : [new WeightedStyle(pictures[region.Style]) { Mask = region.StyleMask is null ? null : Read(region.StyleMask) }]))],
        });

        Mask Read(MaskSource source) => source.Of(pictures[source.Picture], request.Extra.Masks);
    }

    private static Picture Crop(Picture picture, CropSource crop, string name) =>
        crop.X + (long)crop.Width <= picture.Width && crop.Y + (long)crop.Height <= picture.Height
            ? picture.Crop(crop.X, crop.Y, crop.Width, crop.Height)
            : throw new WrongCallException(
                $"--style-region {crop}: expected a rectangle inside '{name}', which is {picture.Width} x {picture.Height}.");

    // A texture has the shape of what it comes from.
    private static Picture Canvas(Picture style)
    {
        float[] grey = new float[3 * style.Width * style.Height];
        grey.AsSpan().Fill(0.5f);
        return new Picture(style.Width, style.Height, grey);
    }
}
