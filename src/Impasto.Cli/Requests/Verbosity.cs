namespace Impasto.Cli.Requests;

/// <summary>How much is printed.</summary>
internal enum Verbosity
{
    /// <summary>Problems only.</summary>
    Quiet,

    /// <summary>The run and its progress.</summary>
    Normal,

    /// <summary>Also every option's value, and details of failures.</summary>
    Verbose,
}
