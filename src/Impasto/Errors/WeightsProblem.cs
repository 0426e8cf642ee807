namespace Impasto;

/// <summary>What is wrong with weights, for a front end that knows what helps.</summary>
public enum WeightsProblem
{
    /// <summary>Something that only another file mends; the message says what.</summary>
    Unusable,

    /// <summary>Weights of that name can be installed and are not.</summary>
    NotInstalled,

    /// <summary>The installed weights end before the layer that is needed; the original file has it.</summary>
    TooShallow,

    /// <summary>Weights of that name are installed, and may not be replaced.</summary>
    AlreadyInstalled,

    /// <summary>The weights are not those that the run was made with.</summary>
    Different,
}
