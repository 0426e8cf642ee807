using System.Runtime.CompilerServices;
using Impasto.Color;
using Impasto.Engines;
using Impasto.Glances;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Options;
using Impasto.Points;
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
    private const double Whole = 100;

    // What is left where regions share a pixel, by rounding.
    private const float Unseen = 1e-4f;

    private readonly GlanceEngine _engine;
    private readonly LearnedStyle? _learned;
    private readonly HeldMaps _held;
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
        : this((style ?? throw new ArgumentNullException(nameof(style))).Decoder, device, style.Photographs) =>
        _learned = style;

    private Glance(DecoderNetwork decoder, CpuDevice? device, GlanceMoments? photographs = null)
    {
        _held = new HeldMaps(photographs);
        Network network = NetworkCatalog.Compact().Network;
        _engine = new GlanceEngine(
            network, decoder, (device ?? new CpuDevice()).Open(network, new EngineSettings()));
    }

    /// <summary>
    /// Whether held moments take the place of a photograph's own: the same map for every photograph, steady from frame
    /// to frame. A learned style has those of the photographs that it was learned from, as in the exported ONNX file;
    /// with paintings the first 16 photographs give theirs, and the map is settled then. Default: false.
    /// </summary>
    public bool HoldsMoments { get; init; }

    /// <summary>Repaints a photograph.</summary>
    /// <param name="task">
    /// Photograph, paintings and regions, and of the options sizes, colours, transparency and feather; the other ones
    /// have no effect. With a learned style there are no paintings and no regions. A region's own strength is on the
    /// scale of the next parameter.
    /// </param>
    /// <param name="strength">
    /// How much of the way to the paintings: 0 to 100. Below 100, what the decoder loses of the photograph is added
    /// again in proportion, by a second pass; so 0 is the photograph itself. Default 100.
    /// </param>
    /// <param name="cancellation">Ends the work between two pieces of a large picture.</param>
    /// <returns>The picture, within 0 to 1; with the photograph's transparency unless the options drop it.</returns>
    /// <exception cref="InvalidOptionsException">
    /// Options are invalid, the task has no painting, or a painting has layers or fine strokes; with a learned style
    /// also if it has a painting, or colours that need one; with held moments if it has regions.
    /// </exception>
    /// <exception cref="PictureException">
    /// A painting is transparent, there is nothing of it in its mask, or a pixel is not a finite number.
    /// </exception>
    /// <exception cref="WeightsException">The decoder's weights are damaged.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public Picture Paint(StylizeTask task, double strength = 100, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!(strength is >= 0 and <= 100))
            throw new InvalidOptionsException($"strength: expected a number from 0 to 100, got {strength}.");
        Require(task);
        lock (_gate)
            return PaintWhole(VisiblePictures.Of(task.Framed()), strength / Whole, cancellation);
    }

    private void Require(StylizeTask task)
    {
        if (task.Options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        if (_learned is not null)
        {
            RequireNoPainting(task);
            return;
        }

        string? problem = task switch
        {
            _ when !task.AllStyles.Any() => "Expected at least one painting.",
            _ when task.AllStyles.Any(style => !(style.Weight > 0 && double.IsFinite(style.Weight))) =>
                "Expected weights above 0 for all paintings.",
            _ when task.AllStyles.Any(style => style.Layers is not null || style.FineStrokes is not null) =>
                "A glance takes all layers of a painting: expected no layers of its own and no fine strokes.",
            _ when task.Regions.Any(region => region.Strength is not (null or (>= 0 and <= 100))) =>
                "Expected regions' strengths from 0 to 100.",
            { Regions.Count: > 0 } when HoldsMoments => "Held moments are of whole photographs: expected no regions.",
            _ => null,
        };
        if (problem is not null)
            throw new InvalidOptionsException(problem);
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
        StylizeTask task,
        RegionPlan plan,
        Picture photo,
        double share,
        double[] shares,
        CancellationToken cancellation)
    {
        if (HoldsMoments)
        {
            IReadOnlyList<(GlanceMoments, double)> style = _learned is null
                ? Measured(task, plan.Parts[0].Styles, photo.Size)
                : [(_learned.Painting, 1)];
            return _engine.Paint(photo, _held.Next(style, share, () => _engine.Measure(photo)), cancellation);
        }

        return _learned is null
            ? _engine.Paint(photo, [.. Parts(task, plan, photo.Size, shares)], cancellation)
            : _engine.Paint(photo, _learned.Painting, share, cancellation);
    }

    // Features outside all regions with paintings stay as they are.
    private IEnumerable<GlancePart> Parts(StylizeTask task, RegionPlan plan, PictureSize size, double[] shares)
    {
        foreach ((RegionPart part, double share) in plan.Parts.Zip(shares))
        {
            yield return new GlancePart(GlanceMoments.Blend(Measured(task, part.Styles, size)), share)
            {
                Guide = part.Guide is null ? null : GlanceGuide.Of(part.Guide, size),
            };
        }

        if (task.Regions.Count == 0)
            yield break;
        float[] rest = Left(plan, size, [.. plan.Parts.Select(_ => 1.0)]);
        if (Array.Exists(rest, weight => weight > Unseen))
            yield return new GlancePart(null, 0) { Guide = GlanceGuide.Of(rest, size) };
    }

    // What is left at each pixel after each part of a picture with regions took its share.
    private static float[] Left(RegionPlan plan, PictureSize size, double[] shares)
    {
        float[] left = new float[size.Pixels];
        left.AsSpan().Fill(1);
        foreach ((RegionPart part, double share) in plan.Parts.Zip(shares))
            VectorMath.AddScaled(left, part.Guide!, (float)-share);
        return left;
    }

    // The decoder loses some of the photograph's detail: as much of it comes back as is left of the photograph, at each
    // pixel or, if it is one value, everywhere.
    private void ReturnDetail(Picture photo, float[] left, float[] pixels, CancellationToken cancellation)
    {
        if (!Array.Exists(left, weight => weight > Unseen))
            return;
        float[] restored = _engine.Paint(photo, [new GlancePart(null, 0)], cancellation);
        int plane = photo.Width * photo.Height;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] += left[left.Length == 1 ? 0 : i % plane] * (photo.Pixels[i] - restored[i]);
    }

    // How much of the way each part goes: a region with a strength of its own by that, the others by the call's.
    private static double[] Shares(StylizeTask task, RegionPlan plan, double share) =>
        [.. task.Regions.Where(region => !region.IsKept).Select(region => region.Strength / Whole ?? share)
            .Append(share).Take(plan.Parts.Count)];

    private Picture PaintWhole(StylizeTask task, double share, CancellationToken cancellation)
    {
        StylizeOptions options = task.Options;
        RunPictures pictures = Prepare(task);
        PictureSize size = Pyramid.Final(options.Sizing, task.Content.Size);
        var plan = RegionPlan.Divide(pictures.Regions, pictures.Styles, options.Feather, size);
        Picture photo = Resized(pictures.Content, size);
        if (pictures.IsGrey)
            photo = Luminance.Grey(photo);
        double[] shares = Shares(task, plan, share);
        float[] pixels = Pixels(task, plan, photo, share, shares, cancellation);
        float[] left = task.Regions.Count == 0 ? [(float)(1 - share)] : Left(plan, size, shares);
        ReturnDetail(photo, left, pixels, cancellation);
        RequireFinite(task, pixels);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixels[i], 0, 1);
        var made = new Picture(size.Width, size.Height, pixels);
        Picture own = Resized(task.Content, size);
        var palettes = new PaintingPalettes();
        made = options.Color.Mode switch
        {
            ColorMode.Content => Luminance.Join(made, own),
            ColorMode.Tint => Tint.Apply(
                made, own, [.. plan.Parts.Select(part => new TintPart(part.Guide, palettes.Of(part.Styles)))]),
            _ => pictures.IsGrey ? Luminance.Grey(made) : made,
        };
        if (plan.Kept is { } kept)
            new KeptContent(own.Pixels, kept).Compose(made.Pixels, made.Pixels);
        float[]? alpha = options.Alpha == AlphaMode.Keep ? own.Alpha : null;
        return Framing.Pad(
            new Picture(size.Width, size.Height, made.Pixels, alpha) { Origin = task.Content.Origin }, options.Sizing);
    }

    // Pictures are looked through only if something is wrong.
    private static void RequireFinite(StylizeTask task, float[] pixels)
    {
        if (VectorMath.AllFinite(pixels))
            return;
        TaskValidation.RequireFinite(task);
        throw new WeightsException("The decoder makes no picture of it: its weights are damaged.");
    }

    private List<(GlanceMoments Moments, double Weight)> Measured(
        StylizeTask task, IReadOnlyList<WeightedStyle> styles, PictureSize size)
    {
        List<(GlanceMoments Moments, double Weight)> measured = [];
        foreach (WeightedStyle style in styles)
        {
            PictureSize own = Pyramid.Style(task.Options.Sizing, style.Picture.Size, size, size);
            GlanceMoments moments = (style.Mask is { } mask ? Masked(style.Picture, mask, own) : Measured(style, own))
                ?? throw new PictureException("There is nothing of a painting in its mask.");
            measured.Add((moments, style.Weight));
        }

        return measured;
    }

    private GlanceMoments? Masked(Picture painting, Mask mask, PictureSize size) => _engine.Measure(
        Resized(painting, size), GlanceGuide.Of(mask.Resize(size.Width, size.Height).Values, size));

    // A painting is measured once at each size, for as long as it is alive.
    private GlanceMoments Measured(WeightedStyle style, PictureSize size)
    {
        Dictionary<PictureSize, GlanceMoments> known = _measured.GetOrCreateValue(style.Picture);
        if (!known.TryGetValue(size, out GlanceMoments? moments))
            known[size] = moments = _engine.Measure(Resized(style.Picture, size));
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
