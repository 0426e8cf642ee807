namespace Impasto.Bench;

/// <summary>One thing that is measured, with a committed result in bench/results.</summary>
internal interface IBenchmark
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>What is measured, in a few words.</summary>
    string Summary { get; }

    /// <summary>Heading of the report.</summary>
    string Title { get; }

    /// <summary>Measures.</summary>
    /// <param name="options">How long and how large.</param>
    /// <param name="say">Hears what happens meanwhile.</param>
    /// <returns>The report's body in Markdown.</returns>
    string Run(BenchOptions options, Action<string> say);
}
