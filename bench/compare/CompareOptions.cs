namespace Impasto.Bench.Compare;

/// <summary>What is compared with what.</summary>
internal sealed record CompareOptions
{
    /// <summary>The old program: <c>Impasto.Cli</c> or <c>Impasto.Cli.dll</c>.</summary>
    public required string Before { get; init; }

    /// <summary>The new program.</summary>
    public required string After { get; init; }

    /// <summary>The folder with pictures that were made before. Default artifacts/compare.</summary>
    public string Cache { get; init; } = Path.GetFullPath("artifacts/compare");

    /// <summary>The folder with the sample pictures. Default samples/pictures.</summary>
    public string Pictures { get; init; } = "samples/pictures";

    /// <summary>Only runs whose name contains this. Default: all.</summary>
    public string Only { get; init; } = "";

    /// <summary>The table of runs. Default: runs.txt, or speed.txt for times.</summary>
    public string? Runs { get; init; }

    /// <summary>Times that each side is measured. Default 9.</summary>
    public int Turns { get; init; } = 9;

    /// <summary>A file for the table besides standard output. Default: none.</summary>
    public string? Output { get; init; }

    /// <summary>Reads <c>--before PROGRAM --after PROGRAM</c> and the rest.</summary>
    /// <exception cref="ArgumentException">An option is unknown or has no value, or a program is missing.</exception>
    public static CompareOptions Parse(string[] words)
    {
        var options = new CompareOptions { Before = "", After = "" };
        for (int i = 0; i < words.Length; i += 2)
        {
            string value = i + 1 < words.Length
                ? words[i + 1]
                : throw new ArgumentException($"Expected a value after {words[i]}.");
            options = words[i] switch
            {
                "--before" => options with { Before = value },
                "--after" => options with { After = value },
                "--cache" => options with { Cache = Path.GetFullPath(value) },
                "--pictures" => options with { Pictures = value },
                "--only" => options with { Only = value },
                "--runs" => options with { Runs = value },
                "--turns" when int.TryParse(value, out int turns) && turns > 0 => options with { Turns = turns },
                "--output" => options with { Output = value },
                _ => throw new ArgumentException($"Unknown option '{words[i]} {value}'."),
            };
        }

        return options.Before.Length > 0 && options.After.Length > 0
            ? options
            : throw new ArgumentException("Expected --before PROGRAM and --after PROGRAM.");
    }

    /// <summary>A file that lies beside this program.</summary>
    public static string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
}
