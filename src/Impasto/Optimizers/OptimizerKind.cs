namespace Impasto;

/// <summary>Which optimiser moves the image.</summary>
public enum OptimizerKind
{
    /// <summary>Limited-memory BFGS: fewer steps, better pictures, more memory.</summary>
    Lbfgs,

    /// <summary>Adam: little memory, steps of even size.</summary>
    Adam,
}
