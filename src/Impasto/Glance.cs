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
using Impasto.Text;

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
    private readonly LearnedStyle? _learned;
    private readonly ConditionalWeakTable<Picture, Dictionary<PictureSize, GlanceMoments>> _measured = [];
    private readonly Lock _gate = new();

    /// <summary>Opens the compact network and a decoder behind it.</summary>
    /// <param name="decoder">
    /// A file that a decoder's training wrote; null (the default) for the one that this library contains.
    /// </param>
    /// <param name="device">Threads; null takes all processors.</param>
    /// <exception cref="ImpastoException">The file can't be read or is not a decoder.</exception>
    public Glance(string? decoder = null, CpuDevice? device = null)
        : this(DecoderNetwork.Read(GlanceDecoder.Open(decoder), decoder ?? nameof(Glance)), device)
    {
    }

    /// <summary>Opens the compact network and a learned style behind it.</summary>
    /// <param name="style">The style; tasks have no paintings then.</param>
    /// <param name="device">Threads; null takes all processors.</param>
    public Glance(LearnedStyle style, CpuDevice? device = null)
        : this((style ?? throw new ArgumentNullException(nameof(style))).Decoder, device) => _learned = style;

    private Glance(DecoderNetwork decoder, CpuDevice? device)
    {
        Network network = NetworkCatalog.Compact().Network;
        _engine = new GlanceEngine(
            network, decoder, (device ?? new CpuDevice()).Open(network, new EngineSettings()));
    }

    /// <summary>
    /// Whether moments of the photographs that a style was learned from take the place of a photograph's own: the same
    /// map for every photograph, as in the exported ONNX file, and steady from frame to frame. Only with a learned
    /// style. Default: false.
    /// </summary>
    public bool HoldsMoments { get; init; }

    /// <summary>Repaints a photograph.</summary>
    /// <param name="task">
    /// Photograph and paintings, and of the options sizes, colours and transparency; the other ones have no effect.
    /// Paintings count with their weights and as a whole; with a learned style there are none.
    /// </param>
    /// <param name="strength">
    /// How much of the way to the paintings: 0 to 100. 0 restores the photograph from its features. Default 100.
    /// </param>
    /// <param name="cancellation">Ends the work between two pieces of a large picture.</param>
    /// <returns>The picture, within 0 to 1; with the photograph's transparency unless the options drop it.</returns>
    /// <exception cref="InvalidOptionsException">
    /// Options are invalid, or the task has regions, masks, a painting's layers or fine strokes; with a learned style
    /// also if it has a painting, or colours that need one.
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

    private void RequireWhole(StylizeTask task)
    {
        if (task.Options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        if (_learned is not null)
        {
            RequireNoPainting(task);
            return;
        }

        if (HoldsMoments)
            throw new InvalidOptionsException("Held moments belong to a learned style: expected one.");
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

    private static void RequireNoPainting(StylizeTask task)
    {
        if (task.Styles.Count > 0 || task.Regions.Count > 0)
        {
            throw new InvalidOptionsException(
                "A learned style has its painting: expected no other one, and no regions.");
        }

        if (task.Options.Color.Mode is ColorMode.Match or ColorMode.Tint)
        {
            throw new InvalidOptionsException(
                $"color: a learned style can't do {OptionText.Of(task.Options.Color.Mode)}, which needs the painting's "
                + "pixels: expected auto, style, content or grey.");
        }
    }

    // A learned style's own painting can't be recoloured: for the photograph's colours it paints a picture in greys.
    private RunPictures Prepare(StylizeTask task) => _learned is null
        ? RunPictures.Prepare(task)
        : new RunPictures(task.Content, [], [])
        {
            IsGrey = task.Options.Color.Mode is ColorMode.Content or ColorMode.Grey
                || (task.Options.Color.Mode == ColorMode.Auto && !_learned.HasColor),
        };

    private float[] Pixels(
        StylizeTask task, RunPictures pictures, Picture photo, double share, CancellationToken cancellation)
    {
        if (_learned is not null)
        {
            return HoldsMoments
                ? _engine.Paint(photo, _learned.Painting.From(_learned.Photographs, share), cancellation)
                : _engine.Paint(photo, _learned.Painting, share, cancellation);
        }

        var style = GlanceMoments.Blend([.. pictures.Styles.Select(painting => (
            Measured(
                painting.Picture,
                Pyramid.Style(task.Options.Sizing, painting.Picture.Size, photo.Size, photo.Size)),
            painting.Weight))]);
        return _engine.Paint(photo, style, share, cancellation);
    }

    private Picture PaintWhole(StylizeTask task, double share, CancellationToken cancellation)
    {
        StylizeOptions options = task.Options;
        RunPictures pictures = Prepare(task);
        PictureSize size = Pyramid.Final(options.Sizing, task.Content.Size);
        Picture photo = Resized(pictures.Content, size);
        if (pictures.IsGrey)
            photo = Luminance.Grey(photo);
        float[] pixels = Pixels(task, pictures, photo, share, cancellation);
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
