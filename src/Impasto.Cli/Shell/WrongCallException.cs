namespace Impasto.Cli.Shell;

/// <summary>The call is invalid; the message is one sentence that says what was expected.</summary>
internal sealed class WrongCallException(string message, Exception? inner = null) : Exception(Plain(message), inner)
{
    private const int Longest = 1200, KeptEnd = 150;

    // Words of a list or a file may contain what a terminal obeys, and be of any length. Problems stand on a line each.
    private static string Plain(string message)
    {
        string cut = message.Length > Longest ? $"{message[..(Longest - KeptEnd)]}…{message[^KeptEnd..]}" : message;
        return string.Concat(
            cut.Select(letter => char.IsControl(letter) && letter is not ('\r' or '\n') ? '?' : letter));
    }

    /// <summary>Reads a value from the words of the call; a failure of the library becomes a wrong call.</summary>
    public static T Read<T>(Func<T> read)
    {
        T? value = default;
        Check(() => value = read());
        return value!;
    }

    /// <summary>Checks the words of the call; a failure of the library becomes a wrong call.</summary>
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
