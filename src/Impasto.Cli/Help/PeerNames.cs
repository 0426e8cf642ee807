namespace Impasto.Cli.Help;

/// <summary>Names that other programs for style transfer have for our options.</summary>
internal static class PeerNames
{
    // By our name: neural-style, neural-style-pt, crowsonkb's style_transfer, fast-neural-style and others.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["lr"] = "--learning-rate",
        ["step-size"] = "--learning-rate",
        ["iterations"] = "--steps",
        ["num-iterations"] = "--steps",
        ["num-iters"] = "--steps",
        ["iters"] = "--steps",
        ["iter"] = "--steps",
        ["max-iter"] = "--steps",
        ["epochs"] = "--steps",
        ["gpu"] = "--device cuda",
        ["cuda"] = "--device cuda",
        ["cpu"] = "--device cpu",
        ["backend"] = "--device",
        ["image-size"] = "--size",
        ["img-size"] = "--size",
        ["max-size"] = "--size",
        ["end-scale"] = "--size",
        ["min-scale"] = "--min-size",
        ["width"] = "--size",
        ["output-image"] = "--output",
        ["out"] = "--output",
        ["model"] = "--network",
        ["model-file"] = "--network",
        ["original-colors"] = "--color content",
        ["preserve-color"] = "--color content",
        ["preserve-colors"] = "--color content",
        ["save-iter"] = "--every",
        ["print-iter"] = "--every",
        ["init-image"] = "--init FILE",
        ["tv"] = "--tv-weight",
        ["alpha-style"] = "--strength",
        ["verbosity"] = "--verbose",
        ["overwrite"] = "--force",
        ["yes"] = "--force",
    };

    /// <summary>
    /// What an option of another program is called here; null if it is unknown or the command lacks it.
    /// </summary>
    /// <param name="name">The option as it was typed: one hyphen or two, and hyphens or underscores inside.</param>
    /// <param name="options">The command's options.</param>
    public static string? Find(string name, IReadOnlyCollection<string> options)
    {
        string plain = name.TrimStart('-').Replace('_', '-').ToLowerInvariant();
        string? found = Known.GetValueOrDefault(plain) ?? (options.Contains($"--{plain}") ? $"--{plain}" : null);
        return found is not null && options.Contains(found.Split(' ')[0]) ? found : null;
    }
}
