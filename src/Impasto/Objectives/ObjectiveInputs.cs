namespace Impasto.Objectives;

/// <summary>What a picture is to come near to at one scale.</summary>
/// <param name="Content">The content as a point of the optimisation; gives the picture's size.</param>
/// <param name="Regions">The regions with their styles, and what is left alone.</param>
/// <param name="Styles">Brings styles to their size at the scale.</param>
internal sealed record ObjectiveInputs(ScaledPicture Content, RegionPlan Regions, StyleScaler Styles)
{
    /// <summary>Whether only brightness is optimised, all three colours alike.</summary>
    public bool IsGrey { get; init; }
}
