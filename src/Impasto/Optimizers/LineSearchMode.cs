namespace Impasto;

/// <summary>How L-BFGS chooses how far to go along its direction.</summary>
public enum LineSearchMode
{
    /// <summary>Always the learning rate, as PyTorch does by default: one evaluation a step and no guard.</summary>
    None,

    /// <summary>Until the strong Wolfe conditions hold: safe, one to a few evaluations a step.</summary>
    StrongWolfe,
}
