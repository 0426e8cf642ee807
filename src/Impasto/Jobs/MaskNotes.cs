using Impasto.Imaging;
using Impasto.Objectives;
using Impasto.Records;

namespace Impasto.Jobs;

/// <summary>Remarks on masks that can't do what their owner wants: those that select nothing, or everything.</summary>
/// <param name="record">The run, with the names of its masks.</param>
/// <param name="task">The same run with its pictures.</param>
/// <param name="size">The result's size.</param>
internal sealed class MaskNotes(RunRecord record, StylizeTask task, PictureSize size)
{
    // Less than half a per cent is printed as 0 %.
    private const double Nothing = 0.005;

    // Numbers of classes, as programs for segmentation write them, are darker than any grey of a drawn mask.
    private const float Dark = 0.2f;

    /// <summary>All remarks, one sentence each.</summary>
    public IEnumerable<string> All => Regions().Concat(Parts());

    private IEnumerable<string> Regions()
    {
        IReadOnlyList<double> shares = task.Regions.Count == 0 ? [] : RegionPlan.Shares(task.Regions, size);
        for (int i = 0; i < shares.Count; i++)
        {
            string region = $"The region of '{record.Regions[i].Mask.Picture.Name}'";
            Mask mask = task.Regions[i].Mask;
            if (shares[i] < Nothing)
            {
                yield return Share(mask) < Nothing
                    ? $"{region} has 0 % of the picture: its mask selects nothing{Why(mask)}."
                    : $"{region} has 0 % of the picture: regions before it have its pixels already.";
            }
            else if (shares[i] > 1 - Nothing)
            {
                yield return $"{region} has 100 % of the picture: nothing is left for the rest.";
            }
        }
    }

    private IEnumerable<string> Parts()
    {
        if (!record.Masks.Any())
            yield break;
        IEnumerable<(RecordedMask? Name, Mask? Mask)> masks = record.Styles.Zip(task.Styles)
            .Concat(record.Regions.Zip(task.Regions).SelectMany(pair => pair.First.Styles.Zip(pair.Second.Styles)))
            .Select(pair => (pair.First.Mask, pair.Second.Mask));
        foreach ((RecordedMask? name, Mask? mask) in masks)
        {
            if (mask is null)
                continue;
            if (Share(mask) < Nothing)
                yield return $"The mask '{name!.Picture.Name}' selects 0 % of its painting{Why(mask)}.";
            else if (Share(mask) > 1 - Nothing)
                yield return $"The mask '{name!.Picture.Name}' selects 100 % of its painting.";
        }
    }

    private static double Share(Mask mask) => mask.Values.Average(value => (double)value);

    private static string Why(Mask mask)
    {
        float most = mask.Values.Max();
        return most is > 0 and < Dark
            ? $" (its brightest value is {255 * most:0} of 255: if it holds the numbers of classes, make the wanted "
                + "class white and the others black)"
            : "";
    }
}
