namespace Impasto;

/// <summary>The options of a run are invalid, or contradict each other.</summary>
public sealed class InvalidOptionsException : ImpastoException
{
    /// <summary>Creates an exception without problems; prefer a constructor that lists them.</summary>
    public InvalidOptionsException()
    {
    }

    /// <summary>Creates an exception from a sentence that names no single option.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public InvalidOptionsException(string message)
        : this([new OptionProblem(null, null, message)])
    {
    }

    /// <summary>Creates an exception from a sentence that names no single option, with its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public InvalidOptionsException(string message, Exception innerException)
        : base(message, innerException) => Problems = [new OptionProblem(null, null, message)];

    /// <summary>Creates an exception from everything that is wrong.</summary>
    /// <param name="problems">The problems, at least one.</param>
    public InvalidOptionsException(IReadOnlyList<OptionProblem> problems)
        : base(string.Join(' ', problems ?? throw new ArgumentNullException(nameof(problems)))) =>
        Problems = problems;

    /// <summary>The problems, a line each.</summary>
    public override string Message =>
        Problems.Count > 0 ? string.Join(Environment.NewLine, Problems) : base.Message;

    /// <summary>Everything that is wrong, in the order of the options.</summary>
    public IReadOnlyList<OptionProblem> Problems { get; } = [];
}
