using Impasto.Imaging;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Quality;

/// <summary>Pictures by the preset fine, at two small scales and with few steps, each made once.</summary>
public sealed class SmallRuns : IDisposable
{
    internal static readonly StylizeOptions Fine = new()
    {
        Sizing = new() { Size = 96, MinSize = 54 },
        Steps = [40, 20],
    };

    private readonly Stylizer _stylizer = new(NetworkCatalog.Compact().Network, new CpuDevice(2));
    private readonly Dictionary<(string Content, string Style, StylizeOptions Options), Picture> _made = [];

    internal Picture Run(string content, string style, StylizeOptions? options = null)
    {
        options ??= Fine;
        if (_made.TryGetValue((content, style, options), out Picture? made))
            return made;
        return _made[(content, style, options)] = Result(content, style, options).Picture;
    }

    /// <summary>The loss at the end.</summary>
    internal double Loss(string content, string style, StylizeOptions options) =>
        Result(content, style, options).FinalLoss!.Value.Total;

    private StylizeResult Result(string content, string style, StylizeOptions options) => _stylizer.Run(
        HardPictures.Named(content),
        [new WeightedStyle(HardPictures.Named(style))],
        options,
        cancellation: TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _stylizer.Dispose();
}
