namespace Impasto.Cli.Shell;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something could not be done: a file, a network, a device.</summary>
    public const int Failure = 1;

    /// <summary>The call itself was wrong: an option, a value, a missing argument.</summary>
    public const int WrongCall = 2;

    /// <summary>Ended by Ctrl+C; what was done is kept. As shells count signals: 128 + 2.</summary>
    public const int Cancelled = 130;
}
