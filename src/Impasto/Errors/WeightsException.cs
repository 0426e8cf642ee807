namespace Impasto;

/// <summary>
/// A weight file, or a network made from one, is missing, damaged or does not have what was asked for.
/// </summary>
public sealed class WeightsException : ImpastoException
{
    /// <summary>
    /// Creates an exception without a message of its own; prefer a constructor that says what happened.
    /// </summary>
    public WeightsException()
    {
    }

    /// <summary>Creates an exception with its message.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    public WeightsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with its message and its cause.</summary>
    /// <param name="message">One sentence that ends with a full stop.</param>
    /// <param name="innerException">The cause, shown only on request.</param>
    public WeightsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What is wrong. Default: <see cref="WeightsProblem.Unusable"/>.</summary>
    public WeightsProblem Problem { get; init; }

    /// <summary>The name under which the weights can be installed, vgg19 or vgg16; null if they can't be.</summary>
    public string? WeightsName { get; init; }
}
