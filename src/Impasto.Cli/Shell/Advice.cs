using Impasto.Networks.Weights;

namespace Impasto.Cli.Shell;

/// <summary>
/// Explains failures of the library to users of the command line: with options as they type them, and with advice.
/// </summary>
internal static class Advice
{
    /// <summary>Explains a failure.</summary>
    public static string Of(Exception failure) => failure switch
    {
        InvalidOptionsException { Problems.Count: > 0 } options => Of(options.Problems),
        MemoryException => $"{failure.Reason()}: use a smaller --size, or raise --memory.",
        FileException { AlreadyExists: true } =>
            $"{failure.Reason()}: choose another name, or replace it with --force.",
        PictureException { PixelLimit: not null, PictureName: null } =>
            $"{failure.Reason()}: use a smaller --size, or raise --max-pixels.",
        PictureException { SizeOption: { } option, LeastSize: var least } =>
            $"{failure.Reason()}: use --{option} {least} or more.",
        PictureException { PixelLimit: not null } => $"{failure.Reason()} (--max-pixels).",
        WeightsException { Problem: WeightsProblem.Interrupted } =>
            $"{failure.Reason()}: run the command again to continue.",
        WeightsException { WeightsName: { } name } weights => Of(weights, name),
        DeviceException { Device: "torch" } =>
            $"{failure.Reason()}: GPUs, --device torch and distill need it; build with -p:ImpastoTorch=cpu (600 MB) or "
            + "cuda, or use --device cpu.",
        DeviceException { Device: { } device } => device.StartsWith("cuda", StringComparison.Ordinal)
            ? $"{failure.Reason()} (-p:ImpastoTorch=cuda); use --device cpu."
            : $"{failure.Reason()}; use --device cpu.",
        _ => failure.Message,
    };

    /// <summary>Explains why a network was chosen and how to get a better one; empty if the user named it.</summary>
    public static string Of(LoadedNetwork network) => network.MissingWeights is { } name
        ? $"{network.Choice}: impasto weights install {name}"
        : network.Choice;

    /// <summary>Explains how it is known which pixels a network expects, and what to do if it is not.</summary>
    public static string OfPixels(LoadedNetwork network) => network.IsNormalizationAssumed
        ? $"{network.NormalizationSource}; if it is one of Caffe's, give --normalization caffe"
        : network.NormalizationSource;

    /// <summary>Explains problems with options, one per line.</summary>
    public static string Of(IReadOnlyList<OptionProblem> problems) => string.Join(
        Environment.NewLine, problems.Select(problem => problem.Option is null ? $"{problem}" : $"--{problem}"));

    private static string Of(WeightsException failure, string name) => failure.Problem switch
    {
        WeightsProblem.NotInstalled => $"{failure.Reason()}: run impasto weights install {name}.",
        WeightsProblem.TooShallow => $"{failure.Reason()}: run impasto weights install {name} --all-layers --force.",
        WeightsProblem.AlreadyInstalled => $"{failure.Reason()}: replace them with --force.",
        WeightsProblem.Different => $"{failure.Reason()}: name the right ones with --network.",
        _ => failure.Message,
    };
}
