using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Optimizers;
using Impasto.Points;
using Impasto.Storage;
using Impasto.Tasks;
using Impasto.Threads;

namespace Impasto;

/// <summary>
/// A weighted sum of loss terms of a picture, some over a network's features, and its derivative with respect to the
/// pixels.
/// </summary>
/// <remarks>
/// <see cref="Stylizer"/> optimises such a function at each scale. Use it in a loop of your own to optimise a picture
/// with any optimiser, to train a network that makes pictures (<see cref="Evaluate"/> gives the gradient of its
/// output), or to try other terms. Not safe for several threads at once.
/// </remarks>
/// <example>
/// <code>
/// ILossTerm[] terms =
/// [
///     new ContentTerm(1, LayerWeights.Parse("conv4_2"), LossConvention.Relative),
///     new RangeTerm(1),
/// ];
/// using var objective = new PerceptualObjective(NetworkCatalog.Compact().Network, new CpuDevice(), terms);
/// objective.SetContent(photo);
/// float[] gradient = new float[point.Length];
/// LossValue loss = objective.Evaluate(point, gradient);
/// for (int i = 0; i &lt; point.Length; i++)
///     point[i] -= rate * gradient[i];
/// </code>
/// </example>
public sealed class PerceptualObjective : IObjective, IDisposable
{
    private readonly FeatureReader _reader;
    private readonly IReadOnlyList<ILossTerm> _terms;
    private readonly bool _ownsEngine;
    private Picture? _content;
    private IReadOnlyList<WeightedStyle> _styles = [];
    private StyleScaler? _scaler;
    private PixelStore? _store;
    private ObjectivePass? _pass;
    private bool _isDisposed;

    /// <summary>
    /// Opens the network on a device. Set a content, and styles if a term needs them, before the first evaluation.
    /// </summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="device">The device that runs the network.</param>
    /// <param name="terms">The terms, at least one of them over features or moments.</param>
    /// <param name="settings">Pooling and padding; null takes max pooling and the network's own padding.</param>
    /// <exception cref="ArgumentException">No term needs the network.</exception>
    /// <exception cref="DeviceException">The device can't be used.</exception>
    public PerceptualObjective(
        Network network, ComputeDevice device, IReadOnlyList<ILossTerm> terms, EngineSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(device);
        _terms = Checked(terms);
        _ownsEngine = true;
        settings ??= new EngineSettings();
        var space = new PixelSpace(network.Normalization, PixelScaleMode.Rgb);
        _reader = new FeatureReader(device.Open(network, settings), network, space)
        {
            Settings = settings,
            OfStyles = settings.Padding == PaddingMode.Wrap
                ? new FeatureReader(device.Open(network, settings with { Padding = null }), network, space)
                : null,
        };
    }

    /// <summary>Creates the objective of one scale of a run; the caller owns the engine.</summary>
    internal PerceptualObjective(
        FeatureReader reader, IReadOnlyList<ILossTerm> terms, ScaleLayout layout, ObjectiveInputs inputs)
    {
        _reader = reader;
        _terms = Checked(terms);
        _pass = new ObjectivePass(reader, _terms, layout, inputs);
    }

    /// <summary>What was left out at the present size, one sentence each: regions too small for a layer.</summary>
    public IReadOnlyList<string> Notes => _pass?.Notes ?? [];

    /// <summary>The paintings' pixels, arranged as the content's features match theirs; not to be changed.</summary>
    internal PixelBuffer MatchedPixels() => _pass!.MatchedPixels();

    /// <summary>The engine's threads, for an optimiser's own work; null if it has none.</summary>
    internal WorkerTeam? Team => (_reader.Engine as ITeamEngine)?.Team;

    /// <summary>Sets the content; the pictures to evaluate have its size from now on.</summary>
    /// <param name="content">The content.</param>
    public void SetContent(Picture content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _content = content;
        _pass = null;
    }

    /// <summary>Sets the styles; each is compared at its own size.</summary>
    /// <param name="styles">One painting, or several with their shares; none for no style.</param>
    public void SetStyles(IReadOnlyList<WeightedStyle> styles)
    {
        ArgumentNullException.ThrowIfNull(styles);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _styles = styles;
        _scaler = null;
        _pass = null;
    }

    /// <summary>Computes the loss of a picture and its derivative with respect to the pixels.</summary>
    /// <param name="point">The picture, 3 x height x width, sRGB in 0 to 1; not changed.</param>
    /// <param name="gradient">Receives the derivative, 3 x height x width; overwritten.</param>
    /// <returns>The weighted sum, and each term before its weight.</returns>
    /// <exception cref="InvalidOperationException">No content is set.</exception>
    /// <exception cref="ArgumentException">Pixels or gradient do not have the content's size.</exception>
    /// <exception cref="PictureException">Content or a style is too small for a layer.</exception>
    public LossValue Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        ArgumentNullException.ThrowIfNull(point);
        ArgumentNullException.ThrowIfNull(gradient);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_content is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(point.Length, _content.Pixels.LongLength);
            ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, point.Length);
        }

        return (_pass ??= Prepare()).Evaluate(point, gradient);
    }

    /// <summary>Frees the engine's memory. May be called twice.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _pass = null;
        _store?.Dispose();
        if (!_ownsEngine)
            return;
        _reader.Engine.Dispose();
        _reader.OfStyles?.Engine.Dispose();
    }

    private static ILossTerm[] Checked(IReadOnlyList<ILossTerm> terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        bool needsNetwork = terms.Any(
            term => term is IMomentTerm { Layers.Count: > 0 } or IMapTerm { Layers.Count: > 0 });
        return needsNetwork
            ? [.. terms]
            : throw new ArgumentException("Expected at least one term over the network's features.", nameof(terms));
    }

    private ObjectivePass Prepare()
    {
        Picture content = (_content ?? throw new InvalidOperationException(
            "No content is set: call SetContent before Evaluate.")).WithoutHiddenColors();
        _store?.Dispose();
        _store = new PixelStore();
        _scaler ??= StyleScaler.AtOwnSize(new PictureScaler(ResizeMode.Smooth, _reader.Space, Team));
        var scaled = new ScaledPicture(_reader.Space.View(content), content.Width, content.Height);
        RegionPlan regions = RegionPlan.Divide([], [.. _styles.Select(VisiblePictures.Of)], feather: 0, content.Size);
        return new ObjectivePass(
            _reader, _terms, new ScaleLayout(ScaleLayout.Whole, _store), new ObjectiveInputs(scaled, regions, _scaler));
    }
}
