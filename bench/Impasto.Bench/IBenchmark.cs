namespace Impasto.Bench;

/// <summary>One measurement, with a committed result in bench/results.</summary>
internal interface IBenchmark
{
    /// <summary>The word on the command line.</summary>
    string Name { get; }

    /// <summary>The measured quantity, in a few words.</summary>
    string Summary { get; }

    /// <summary>Heading of the report.</summary>
    string Title { get; }

    /// <summary>Measures.</summary>
    /// <param name="options">How long and how large.</param>
    /// <param name="say">Receives a line for each event.</param>
    /// <returns>The report's body in Markdown.</returns>
    string Run(BenchOptions options, Action<string> say);
}
