using System.Globalization;
using System.Text;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Tests.Quality;

namespace Impasto.Bench.Quality;

/// <summary>
/// Measures how well a small preview shows the large picture: the same pairs at several sizes by the defaults.
/// </summary>
/// <remarks>
/// Pictures are kept as PAIR-SIZE-NETWORK.png, with the first digits of the network's hash. A picture that is there is
/// measured and not made again.
/// </remarks>
internal sealed class SizeStudy(
    string samples, IReadOnlyList<string> pairs, IReadOnlyList<int> sizes, string output, int threads) : IDisposable
{
    private static readonly Network Network = NetworkCatalog.Compact().Network;

    private readonly Stylizer _stylizer = new(Network, new CpuDevice(threads));

    /// <summary>Makes what is missing and writes the table, sizes.md.</summary>
    public void Run()
    {
        Directory.CreateDirectory(output);
        var text = new StringBuilder(
            "| pair | size | mean colour, of 255 | covariance | forms "
            + "| style loss | the same, shrunk | content loss |\n|---|---|---|---|---|---|---|---|\n");
        foreach (string pair in pairs)
        {
            string[] names = pair.Split('-');
            Picture content = Sample(names[0]), style = Sample(names[1]);
            Picture? preview = null;
            foreach (int size in sizes)
            {
                Picture result = Make(pair, size, content, style);
                preview ??= result;
                Likeness likeness = Likeness.Of(preview, result);
                (double own, double kept) = Losses(result, content, style, size);
                Picture small = Resampler.Resize(result, preview.Width, preview.Height);
                (double shrunk, _) = Losses(small, content, style, sizes[0]);
                text.Append(CultureInfo.InvariantCulture, $"| {pair} | {size} | {likeness.Mean:0.0} ");
                text.Append(
                    CultureInfo.InvariantCulture, $"| {likeness.Covariance:0.00} | {likeness.Structure:0.000} ");
                text.AppendLine(CultureInfo.InvariantCulture, $"| {own:0.0000} | {shrunk:0.0000} | {kept:0.00} |");
            }
        }

        File.WriteAllText(Path.Combine(output, "sizes.md"), text.ToString());
    }

    public void Dispose() => _stylizer.Dispose();

    private Picture Make(string pair, int size, Picture content, Picture style)
    {
        string file = Path.Combine(output, $"{pair}-{size}-{Network.Sha256[..8]}.png");
        if (!File.Exists(file))
        {
            var options = new StylizeOptions { Sizing = new() { Size = size } };
            StylizeResult result = _stylizer.Run(content, [new WeightedStyle(style)], options);
            PictureWriter.Write(result.Picture, file);
        }

        return new PictureReader().Read(file);
    }

    // The losses with which one more step would begin.
    private (double Style, double Content) Losses(Picture result, Picture content, Picture style, int size)
    {
        var first = new FirstStep();
        var options = new StylizeOptions
        {
            Sizing = new() { Size = size, MinSize = 0 },
            Steps = [1],
            Start = new() { Init = StartMode.Picture },
        };
        _stylizer.Run(new StylizeTask(content, [new WeightedStyle(style)], options) { Start = result }, first);
        return (first.Style, first.Content);
    }

    private Picture Sample(string name) => new PictureReader().Read(Path.Combine(samples, name + ".jpg"));

    private sealed class FirstStep : IProgress<StylizeProgress>
    {
        public double Style { get; private set; }

        public double Content { get; private set; }

        public void Report(StylizeProgress value) =>
            (Content, Style) = (value.Loss.Parts[0].Value, value.Loss.Parts[1].Value);
    }
}
