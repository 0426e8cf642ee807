using System.Globalization;

namespace Impasto.Bench;

/// <summary>The options of every benchmark.</summary>
/// <param name="Steps">Measured steps of each contestant, after one to warm up.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Threads">Threads on the CPU, 0 for all.</param>
/// <param name="Output">A file for the report besides standard output; null for none.</param>
internal sealed record BenchOptions(
    int Steps = 7, int Width = 592, int Height = 400, int Threads = 0, string? Output = null)
{
    public static BenchOptions Parse(string[] words)
    {
        var options = new BenchOptions();
        for (int i = 0; i < words.Length; i += 2)
        {
            string value = i + 1 < words.Length
                ? words[i + 1]
                : throw new ArgumentException($"Expected a value after {words[i]}.");
            options = words[i] switch
            {
                "--steps" => options with { Steps = Number(value) },
                "--threads" => options with { Threads = Number(value) },
                "--output" => options with { Output = value },
                "--size" when value.Split('x') is [string width, string height] =>
                    options with { Width = Number(width), Height = Number(height) },
                _ => throw new ArgumentException(
                    $"Invalid option '{words[i]} {value}': "
                    + "expected --steps N, --size WxH, --threads N or --output FILE."),
            };
        }

        return options;
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new ArgumentException($"Expected a whole number, got '{text}'.");
}
