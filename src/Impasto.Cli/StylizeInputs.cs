using Impasto.Imaging;

namespace Impasto.Cli;

/// <summary>The pictures of a run, read.</summary>
internal sealed record StylizeInputs(Picture Content, IReadOnlyList<WeightedStyle> Styles, StylizeOptions Options)
{
    public static async Task<StylizeInputs> ReadAsync(Terminal terminal, StylizeRequest request, CancellationToken cancellation)
    {
        PictureLimits limits = new();
        if (request.MaxPixels is { } most)
            limits = limits with { MaxPixels = most };
        string[] sources = [request.Content, .. request.Styles.Select(style => style.Picture), .. request.Start is { } init ? [init] : Array.Empty<string>()];
        if (sources.Count(source => source == "-") > 1)
            throw new WrongCallException("Standard input (-) can be read only once.");
        await using Stream? input = sources.Contains("-") ? terminal.Input() : null;
        var reader = new PictureReader(limits, input, terminal.Http);
        Picture content = await reader.ReadAsync(request.Content, cancellation);
        List<WeightedStyle> styles = [];
        foreach (StyleSource style in request.Styles)
            styles.Add(new WeightedStyle(await reader.ReadAsync(style.Picture, cancellation), style.Weight));
        StylizeOptions options = request.Start is null
            ? request.Options
            : request.Options with { InitPicture = await reader.ReadAsync(request.Start, cancellation) };
        return new StylizeInputs(content, styles, options);
    }
}
