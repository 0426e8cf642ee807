using System.Security.Cryptography;
using Impasto.Imaging;
using Impasto.Studio.Answers;
using Impasto.Studio.Budgets;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Requests;

/// <summary>Shows in one pass about what a run would make, while it is chosen; waits for no run.</summary>
/// <param name="settings">Its CPU's threads are used; a GPU has no part in it.</param>
/// <param name="files">Decodes the pictures.</param>
internal sealed class GlancePreview(StudioSettings settings, PictureFiles files) : IDisposable
{
    /// <summary>Pixels of a preview's longer side, at most.</summary>
    public const int LongestSide = 512;

    // Paintings come again with every change of a slider.
    private const int KeptPaintings = 8;
    private const int MostWaiting = 8;

    // The strength that keeps the preset's style weight.
    private const double UsualStrength = 50;

    private readonly Lazy<Glance> _glance = 
        new(() => new Glance(device: settings.Device() as CpuDevice));
    private readonly OneAtATime _line = new(MostWaiting, "previews");
    private readonly List<(string Hash, Picture Painting)> _paintings = [];

    /// <summary>Makes a preview, as JPEG.</summary>
    /// <param name="wanted">The run as it is chosen so far; its time and start do not count.</param>
    /// <param name="cancellation">The caller has gone, perhaps because the next preview is wanted already.</param>
    /// <exception cref="StudioProblem">Too many others wait (429), or something is invalid (422).</exception>
    /// <exception cref="ImpastoException">A picture or an option is invalid.</exception>
    public Task<byte[]> MakeAsync(NewRun wanted, CancellationToken cancellation) => _line.RunAsync(
        () => files.InTurnAsync(
            files.MostPixels(wanted.Pictures),
            () => Task.Run(() => Make(wanted, cancellation), cancellation),
            cancellation),
        cancellation);

    private byte[] Make(NewRun wanted, CancellationToken cancellation)
    {
        StylizeOptions options = wanted.Recipe.ToOptions();
        // Room for a frame that shows a part of the photograph.
        Picture photo = files.Decode(wanted.Content.Bytes, wanted.Content.Name, 2 * LongestSide);
        List<WeightedStyle> paintings = [];
        foreach ((NamedBytes style, RunStyle chosen) in wanted.Styles.Zip(wanted.Recipe.Styles))
        {
            cancellation.ThrowIfCancellationRequested();
            if (chosen.Weight > 0)
                paintings.Add(new WeightedStyle(Painting(style), chosen.Weight));
        }

        var task = new StylizeTask(photo, paintings, options with { Sizing = Small(options, photo.Size) })
        {
            Regions = [.. wanted.Regions.Zip(wanted.Recipe.Regions, (mask, chosen) => Region(
                mask, chosen, chosen.IsAsTheRest ? paintings : OwnPainting(wanted, chosen)))],
        };
        return PictureFiles.View(
            _glance.Value.Paint(task, Share(options.Losses.Strength), cancellation), LongestSide);
    }

    private StylizeRegion Region(NamedBytes mask, RunRegion chosen, IReadOnlyList<WeightedStyle> paintings) =>
        new(Mask.OfBrightness(files.Decode(mask.Bytes, mask.Name, 2 * LongestSide)), paintings)
        {
            Strength = chosen.Strength is { } strength ? Share(strength) : null,
        };

    private IReadOnlyList<WeightedStyle> OwnPainting(NewRun wanted, RunRegion chosen) =>
        chosen.Style is { } index ? [new WeightedStyle(Painting(wanted.Styles[index]))] : [];

    // A run's strength on the scale of a glance.
    private static double Share(double strength) => Math.Min(100, 100 * strength / UsualStrength);

    private static SizingOptions Small(StylizeOptions options, PictureSize photo)
    {
        PictureSize result = options.ResultSize(photo);
        double factor = Math.Min(1, (double)LongestSide / result.Longer);
        (int width, int height) = (Scaled(result.Width), Scaled(result.Height));
        return options.Sizing with
        {
            SizeRule = SizeMode.Longer,
            Size = options.Sizing.Size?.Height is null
                ? TargetSize.Longer(Math.Max(width, height))
                : TargetSize.Exact(width, height),
        };

        int Scaled(int side) => Math.Max(1, (int)Math.Round(side * factor));
    }

    // The same object each time: what was measured of it is known, too.
    private Picture Painting(NamedBytes file)
    {
        string hash = Convert.ToHexString(SHA256.HashData(file.Bytes));
        int known = _paintings.FindIndex(kept => kept.Hash == hash);
        (string Hash, Picture Painting) painting = known >= 0
            ? _paintings[known]
            : (hash, files.Decode(file.Bytes, file.Name, 2 * LongestSide));
        // The one that was used last comes first.
        if (known >= 0)
            _paintings.RemoveAt(known);
        _paintings.Insert(0, painting);
        if (_paintings.Count > KeptPaintings)
            _paintings.RemoveAt(KeptPaintings);
        return painting.Painting;
    }

    public void Dispose()
    {
        _line.Dispose();
        if (_glance.IsValueCreated)
            _glance.Value.Dispose();
    }
}
