namespace Impasto.Cli.Shell;

/// <summary>The command line is invalid: one sentence that says what was expected.</summary>
internal sealed class WrongCallException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// Reads something from the command line's words; what is wrong with them is the caller's mistake.
    /// </summary>
    public static T Read<T>(Func<T> read)
    {
        T? value = default;
        Check(() => value = read());
        return value!;
    }

    /// <summary>As <see cref="Read"/>, for a check that gives nothing.</summary>
    public static void Check(Action check)
    {
        try
        {
            check();
        }
        catch (ImpastoException failure)
        {
            throw new WrongCallException(Advice.Of(failure), failure);
        }
    }

    /// <summary>Throws if options have problems.</summary>
    public static void Require(IReadOnlyList<OptionProblem> problems)
    {
        if (problems.Count > 0)
            throw new WrongCallException(Advice.Of(problems));
    }
}
