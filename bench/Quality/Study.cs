using System.Globalization;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Torch;

namespace Impasto.Bench.Quality;

/// <summary>
/// Makes every pair at every style weight with a network and measures it. It may be stopped at any time; the next start
/// resumes at the first picture that is missing.
/// </summary>
internal sealed class Study
{
    private readonly StudyOptions _options;
    private readonly MeasureTable _table;
    private readonly CpuDevice _device;

    /// <summary>Opens the table of an earlier start, or a new one.</summary>
    public Study(StudyOptions options)
    {
        _options = options;
        _table = new MeasureTable(Path.Combine(options.Output, "measures.csv"));
        _device = new CpuDevice(options.Threads);
        // The teacher's maps are libtorch's work.
        TorchRuntime.EnsureLoaded(options.Threads);
    }

    /// <summary>Makes and measures the pictures of one network that are missing, pair by pair.</summary>
    public void Run(string spec, Preset preset)
    {
        (string name, Network network, ComputeDevice device) = Resolve(spec);
        using var stylizer = new Stylizer(network, device);
        using var meter = new Meter(OpenTeacher());
        bool ours = preset == Presets.Fine;
        if (!ours)
            name = $"{name} {preset.Name}";
        foreach ((string pair, string contentFile, string styleFile) in Pairs())
        {
            Picture? content = null, style = null;
            foreach (double weight in ours ? _options.StyleWeights : [preset.Options.Losses.StyleWeight])
            {
                if (_table.Has(name, pair, weight))
                    continue;
                content ??= Read(contentFile);
                style ??= Read(styleFile);
                StylizeOptions options = preset.Options with
                {
                    Sizing = preset.Options.Sizing with { Size = null },
                    Losses = preset.Options.Losses with { StyleWeight = weight },
                };
                var course = new Course();
                var task = new StylizeTask(content, [new WeightedStyle(style)], options) { PreviewWhen = Course.Wants };
                StylizeResult result = stylizer.Run(task, course);
                Keep(result.Picture, Path.Combine(_options.Output, "pictures", name), $"{pair}_{Text(weight)}.png");
                Picture seen = Seen(style, content, options);
                foreach ((int step, double seconds, Picture picture) in course.Taken)
                {
                    Measurement early = meter.Measure(picture, content, seen);
                    _table.Add($"{name} after {step} steps", pair, weight, early, seconds);
                }

                _table.Add(name, pair, weight, meter.Measure(result.Picture, content, seen), result.Seconds);
            }
        }
    }

    // The style is measured at the size at which the recipe saw it.
    private static Picture Seen(Picture style, Picture content, StylizeOptions options) =>
        options.Sizing.StyleFit == StyleFitMode.Squash
            ? Resampler.Resize(style, content.Width, content.Height)
            : style;

    /// <summary>Writes the table.</summary>
    public void Report() => File.WriteAllText(
        Path.Combine(_options.Output, "table.md"), QualityReport.Write(_table, _options.StyleWeights));

    private static void Keep(Picture picture, string folder, string file)
    {
        Directory.CreateDirectory(folder);
        PictureWriter.Write(picture, Path.Combine(folder, file), new PictureWriteOptions { Overwrite = true });
    }

    private TeacherDevice OpenTeacher() => TeacherDevice.Of(_options.Teachers, _device);

    private (string Name, Network Network, ComputeDevice Device) Resolve(string spec)
    {
        int sign = spec.IndexOf('=', StringComparison.Ordinal);
        string name = sign < 0 ? spec : spec[..sign];
        if (spec == "teacher")
        {
            TeacherDevice device = OpenTeacher();
            return (name, device.Shape, device);
        }

        return spec switch
        {
            "encoder" => (name, EncoderNetwork.Load(TeacherDevice.EncoderOf(_options.Teachers)), _device),
            "compact" => (name, NetworkCatalog.Compact().Network, _device),
            _ => (name, NetworkLoader.Load(spec[(sign + 1)..]).Network, _device),
        };
    }

    private IEnumerable<(string Pair, string Content, string Style)> Pairs() =>
        StudyPairs.Of(_options.Contents, _options.Styles)
            .Where(one => _options.Only is null || one.Pair.Contains(_options.Only, StringComparison.Ordinal));

    private Picture Read(string file) => StudyPairs.Read(file, _options.Size);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
