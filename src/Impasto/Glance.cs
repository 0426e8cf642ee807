using System.Runtime.CompilerServices;
using Impasto.Color;
using Impasto.Engines;
using Impasto.Glances;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Options;
using Impasto.Runs;
using Impasto.Tasks;

namespace Impasto;

/// <summary>Repaints a photograph in one pass: a look at what a run will make, without its steps.</summary>
/// <remarks>
/// The photograph's features at conv4_1 and conv3_4 of the compact network get the paintings' mean and covariance by
/// the optimal map between Gaussians, and a decoder turns them into a picture. Source: Li, Fang, Yang, Wang, Lu and
/// Yang, "Universal style transfer via feature transforms", 2017, for a decoder behind a linear map; Lu, Zhao, Yao,
/// Chen, Xu and Zhang, "A closed-form solution to universal style transfer", 2019, for this map. Differs from both:
/// there is one decoder, which also takes finer features and is trained with the losses of the default recipe.
/// Calls from several threads wait for each other.
/// </remarks>
public sealed class Glance : IDisposable
{
    private readonly GlanceEngine _engine;
    private readonly ConditionalWeakTable<Picture, Dictionary<PictureSize, GlanceMoments>> _measured = [];
    private readonly Lock _gate = new();

    /// <summary>Opens the compact network and a decoder behind it.</summary>
    /// <param name="decoder">A file that a decoder's training wrote.</param>
    /// <param name="device">Threads; null takes all processors.</param>
    /// <exception cref="ImpastoException">The file can't be read or is not a decoder.</exception>
    public Glance(string decoder, CpuDevice? device = null)
    {
        Network network = NetworkCatalog.Compact().Network;
        _engine = new GlanceEngine(
            network,
            DecoderNetwork.Load(decoder),
            (device ?? new CpuDevice()).Open(network, new EngineSettings()));
    }

    /// <summary>Repaints a photograph.</summary>
    /// <param name="task">
    /// Photograph and paintings, and of the options sizes, colours and transparency; the other ones have no effect.
    /// Paintings count with their weights and as a whole.
    /// </param>
    /// <param name="strength">
    /// How much of the way to the paintings: 0 to 100. 0 restores the photograph from its features. Default 100.
    /// </param>
    /// <param name="cancellation">Ends the work between two pieces of a large picture.</param>
    /// <returns>The picture, within 0 to 1; with the photograph's transparency unless the options drop it.</returns>
    /// <exception cref="InvalidOptionsException">
    /// Options are invalid, or the task has regions, masks, a painting's layers or fine strokes.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Picture Paint(StylizeTask task, double strength = 100, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!(strength is >= 0 and <= 100))
            throw new InvalidOptionsException($"strength: expected a number from 0 to 100, got {strength}.");
        RequireWhole(task);
        lock (_gate)
            return PaintWhole(VisiblePictures.Of(task.Framed()), strength / 100, cancellation);
    }

    private static void RequireWhole(StylizeTask task)
    {
        if (task.Options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        if (task.Styles.Count == 0)
            throw new InvalidOptionsException("Expected at least one painting.");
        if (task.Styles.Any(style => !(style.Weight > 0)))
            throw new InvalidOptionsException("Expected weights above 0 for all paintings.");
        if (task.Regions.Count > 0 || task.Styles.Any(
            style => style.Mask is not null || style.Layers is not null || style.FineStrokes is not null))
        {
            throw new InvalidOptionsException(
                "A glance takes whole paintings: expected no regions, masks, layers or fine strokes.");
        }
    }

    private Picture PaintWhole(StylizeTask task, double share, CancellationToken cancellation)
    {
        StylizeOptions options = task.Options;
        RunPictures pictures = RunPictures.Prepare(task);
        PictureSize size = Pyramid.Final(options.Sizing, task.Content.Size);
        Picture photo = Resized(pictures.Content, size);
        if (pictures.IsGrey)
            photo = Luminance.Grey(photo);
        var style = GlanceMoments.Blend([.. pictures.Styles.Select(painting => (
            Measured(painting.Picture, Pyramid.Style(options.Sizing, painting.Picture.Size, size, size)),
            painting.Weight))]);
        float[] pixels = _engine.Paint(photo, style, share, cancellation);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixels[i], 0, 1);
        var made = new Picture(size.Width, size.Height, pixels);
        Picture own = Resized(task.Content, size);
        made = options.Color.Mode switch
        {
            ColorMode.Content => Luminance.Join(made, own),
            ColorMode.Tint => Tint.Apply(
                made, own, [new TintPart(null, new PaintingPalettes().Of(task.Styles))]),
            _ => pictures.IsGrey ? Luminance.Grey(made) : made,
        };
        float[]? alpha = options.Alpha == AlphaMode.Keep ? own.Alpha : null;
        return Framing.Pad(
            new Picture(size.Width, size.Height, made.Pixels, alpha) { Origin = task.Content.Origin }, options.Sizing);
    }

    // A painting is measured once at each size, for as long as it is alive.
    private GlanceMoments Measured(Picture painting, PictureSize size)
    {
        Dictionary<PictureSize, GlanceMoments> known = _measured.GetOrCreateValue(painting);
        if (!known.TryGetValue(size, out GlanceMoments? moments))
            known[size] = moments = _engine.Measure(Resized(painting, size));
        return moments;
    }

    private Picture Resized(Picture picture, PictureSize size) =>
        Resampler.Resize(picture, size.Width, size.Height, ResampleFilter.Bicubic, _engine.Team);

    /// <summary>Frees the networks.</summary>
    public void Dispose()
    {
        lock (_gate)
            _engine.Dispose();
    }
}
