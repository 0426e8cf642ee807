namespace Impasto.Cli.Shell;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Something failed: a file, a network, a device.</summary>
    public const int Failure = 1;

    /// <summary>The call was wrong: an option, a value, a missing argument.</summary>
    public const int WrongCall = 2;

    /// <summary>Ended by Ctrl+C; the work so far is kept. Shells report a signal as 128 plus its number.</summary>
    public const int Cancelled = 130;
}
