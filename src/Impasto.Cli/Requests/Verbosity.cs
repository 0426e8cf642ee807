namespace Impasto.Cli.Requests;

/// <summary>How much is printed.</summary>
internal enum Verbosity
{
    /// <summary>Only what went wrong.</summary>
    Quiet,

    /// <summary>What is done, and how far it is.</summary>
    Normal,

    /// <summary>Also every option's value, and details of failures.</summary>
    Verbose,
}
