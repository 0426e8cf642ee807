using Impasto.Imaging;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Plans;

/// <summary>A run that is to be planned, by the sizes of its pictures.</summary>
/// <param name="Content">Size of the photograph, or of a clip's frames.</param>
/// <param name="Styles">Sizes of the paintings.</param>
/// <param name="Recipe">What it is to do; with a clip whose frames are counted for a clip.</param>
/// <param name="Sizes">
/// Values of the option size, for a plan each; empty for one plan with the recipe's own size.
/// </param>
internal sealed record PlanRequest(
    PictureSize Content, IReadOnlyList<PictureSize> Styles, RunRecipe Recipe, IReadOnlyList<string> Sizes);
