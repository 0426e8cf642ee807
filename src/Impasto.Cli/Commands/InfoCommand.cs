using System.CommandLine;
using System.Globalization;
using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto info: describes a picture, a weight file or a learned style.</summary>
internal static class InfoCommand
{
    private static readonly string[] WeightEndings = [".safetensors", ".pth", ".pt", ".bin", ".ckpt"];

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "A picture, a weight file (.pth, .safetensors), a learned style, or compact, vgg19, vgg16, "
                + "vgg19-caffe, vgg16-caffe.",
        };
        var normalization = new Option<string>("--normalization")
        {
            Description = "Pixel values that a weight file expects, if the file does not say.",
            HelpName = "NAME",
        };
        var command = new Command("info", "Describe a picture, a weight file or a learned style.")
        {
            file, normalization,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            bool isNetwork = NetworkCatalog.Names.Contains(path)
                || WeightEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                || TensorFile.IsWeights(path);
            IEnumerable<(string, string)> rows = LearnedStyle.IsStyle(path) ? Style(path)
                : isNetwork
                ? Network(terminal, path, parsed.GetValue(normalization))
                : Picture(path);
            foreach ((string name, string value) in rows)
                terminal.Out.WriteLine($"{name,-14}{value}");
        });
        return command;
    }

    private static IEnumerable<(string Name, string Value)> Picture(string path)
    {
        PictureInfo info = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue }).ReadInfo(path);
        yield return ("Format", info.Format);
        yield return ("Size", $"{info.Size} pixels, {info.Bits} bits per channel");
        yield return ("Colours", info.ColorSpace + (info.HasAlpha ? ", with alpha" : ""));
        yield return ("Profile", info.Profile ?? "none");
        yield return (
            "Resolution",
            info.Dpi is { } dpi ? string.Create(CultureInfo.InvariantCulture, $"{dpi} dots per inch") : "none");
        if (info.Pages > 1)
            yield return ("Pages", $"{info.Pages}; the first one is read, {path}#page=2 is the next");
        yield return ("Orientation", info.Orientation == 1 ? "upright" : $"{info.Orientation}, turned when read");
        yield return (
            "Made by",
            info.Parameters is null ? "not Impasto, or without parameters" : "Impasto, with these parameters");
        if (info.Parameters is not null)
            yield return ("Parameters", info.Parameters);
    }

    private static IEnumerable<(string Name, string Value)> Style(string path)
    {
        LearningRecord record = LearnedStyle.Load(path).Record;
        yield return ("Style", $"{record.Painting}, {record.PaintingSize} pixels, learned at {record.LearnedSize}");
        yield return ("Learned", string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Minutes:0.0} minutes, {record.Steps} steps, the best after {record.BestStep}"));
        yield return ("On", record.Photographs > 0
            ? $"{record.Photographs} photographs"
            : "scenes drawn by the program, 0 photographs");
        yield return ("Loss", Change(record.LossBefore, record.LossAfter) + ", on photographs that no step saw");
        yield return ("Held", Change(record.HeldLossBefore, record.HeldLossAfter)
            + ", with the same map for every photograph (--held, export)");
        yield return ("Recipe", record.Recipe);
        yield return ("Network", $"compact, SHA-256 {record.NetworkSha256}");
        yield return ("Licence", record.License);
    }

    private static string Change(double before, double after) => string.Create(
        CultureInfo.InvariantCulture, $"{before:0.000} before, {after:0.000} after ({(after / before) - 1:+0 %;-0 %})");

    private static IEnumerable<(string Name, string Value)> Network(
        Terminal terminal, string path, string? normalization)
    {
        InputNormalization? pixels = normalization is null ? null : Normalization(normalization);
        LoadedNetwork loaded = Load(path, terminal.Weights, pixels);
        Network network = loaded.Network;
        yield return ("Network", network.Name);
        if (Advice.Of(loaded).Length > 0)
            yield return ("Chosen", Advice.Of(loaded));
        yield return ("Pixels", $"{network.Normalization} ({Advice.OfPixels(loaded)})");
        if (loaded.Surplus.Count > 0)
            yield return ("Not used", string.Join(", ", loaded.Surplus));
        yield return ("Padding", network.Padding.ToString().ToLowerInvariant());
        yield return ("Parameters", $"{network.ParameterCount:#,0}".Replace(',', ' '));
        yield return ("SHA-256", network.Sha256);
        yield return (
            "Layers",
            string.Join(", ", network.Convolutions.Select(conv => $"{conv.Layer} ({conv.Inputs} to {conv.Outputs})")));
        if (network.Maps.Count > 0)
        {
            yield return (
                "Maps", string.Join(", ", network.Maps.Select(map => $"{map.Key} (to {map.Value.Channels})")));
        }
    }

    // All layers that there are: weights are installed without those after conv5_1 unless they are asked for.
    private static LoadedNetwork Load(string path, WeightStore store, InputNormalization? pixels)
    {
        try
        {
            return NetworkCatalog.Resolve(path, store, pixels, VggLayers.Of(5, 4));
        }
        catch (WeightsException failure) when (failure.Problem == WeightsProblem.TooShallow)
        {
            return NetworkCatalog.Resolve(path, store, pixels);
        }
    }

    private static InputNormalization Normalization(string name) =>
        InputNormalization.All.FirstOrDefault(known => known.Name == name)
        ?? throw new WrongCallException(
            $"--normalization: expected {string.Join(", ", InputNormalization.All.Select(known => known.Name))}, "
            + $"got '{name}'.");
}
