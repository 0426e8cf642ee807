namespace Impasto;

/// <summary>What is wrong with weights, for a front end that gives advice.</summary>
public enum WeightsProblem
{
    /// <summary>The weights can't be used; the message says why.</summary>
    Unusable,

    /// <summary>Weights of that name can be installed, but are not.</summary>
    NotInstalled,

    /// <summary>The installed weights end before the layer that is needed; the original file has it.</summary>
    TooShallow,

    /// <summary>Weights of that name are installed, and may not be replaced.</summary>
    AlreadyInstalled,

    /// <summary>The weights are not those that the run was made with.</summary>
    Different,

    /// <summary>A download broke off. Its part is kept: the next attempt continues where this one stopped.</summary>
    Interrupted,
}
