using Impasto.Checkpoints;
using Impasto.Imaging;
using Impasto.Options;
using Impasto.Planning;
using Impasto.Tasks;

namespace Impasto.Runs;

/// <summary>The runs before a run that give its styles the strokes of others, and their results so far.</summary>
/// <param name="setting">Engine, network and clock.</param>
/// <param name="task">The run that will use the styles.</param>
/// <param name="plan">Its plan.</param>
internal sealed class MixingRuns(RunSetting setting, StylizeTask task, StylizePlan plan)
{
    private readonly RunPlanner _planner = new(setting.Engine, setting.Network, task.Options, PlanSizes.Of(task));
    private readonly List<Picture> _mixed = [];

    /// <summary>Does these runs; styles that were mixed before the checkpoint are not mixed again.</summary>
    /// <param name="pictures">The run's pictures.</param>
    /// <param name="from">The state to continue from; null starts from the beginning.</param>
    /// <param name="keeping">Saves the state at times, and finds the run's place in it.</param>
    /// <param name="cancellation">Ends a run after its current step.</param>
    /// <returns>The pictures with the styles as they are used.</returns>
    public RunPictures Mix(
        RunPictures pictures, CheckpointState? from, RunKeeping keeping, CancellationToken cancellation)
    {
        bool isMixing = IsMixing(from);
        int kept = from?.Number("mixed", 0) ?? 0;
        return pictures.WithStyles(style =>
        {
            if (MixedSizes.Of(style) is not { } sizes || _planner.MixingRecipe(sizes) is not { } recipe)
                return style;
            if (_mixed.Count < kept)
            {
                _mixed.Add(Restore(from!, sizes, recipe));
            }
            else
            {
                CheckpointState? begun = isMixing && _mixed.Count == kept ? from!.Within("mixing") : null;
                StylizePlan own = _planner.PlanMixing(sizes, recipe, plan.MemoryLimit) with { Folder = plan.Folder };
                var mixing = new StylizeTask(
                    style.Picture, [VisiblePictures.Of(new WeightedStyle(style.FineStrokes!))], recipe);
                _mixed.Add(RunOf(mixing, own, keeping).Run(begun, cancellation).Picture);
            }

            return style with { Picture = _mixed[^1] };
        });
    }

    /// <summary>Whether a state was saved during a mixing run.</summary>
    public static bool IsMixing(CheckpointState? from) => from is not null && from.Flag("isMixing", false);

    /// <summary>Saves the finished styles.</summary>
    /// <param name="state">The run's place.</param>
    /// <param name="isMixing">Whether another one is in progress.</param>
    public void Keep(CheckpointState state, bool isMixing)
    {
        state.Flag("isMixing", isMixing);
        state.Number("mixed", _mixed.Count);
        for (int i = 0; i < _mixed.Count; i++)
            state.Values($"mixed{i}", _mixed[i].Pixels);
    }

    private Picture Restore(CheckpointState from, MixedSizes sizes, StylizeOptions recipe)
    {
        PictureSize size = Pyramid.Final(recipe.Sizing, sizes.Style);
        var picture = new Picture(size.Width, size.Height, new float[3 * size.Pixels]);
        from.Values($"mixed{_mixed.Count}", picture.Pixels);
        return picture;
    }

    private StylizeRun RunOf(StylizeTask mixing, StylizePlan own, RunKeeping keeping) => new(setting, own, mixing, null)
    {
        Keeper = keeping.Keeper,
        Enter = state =>
        {
            CheckpointState place = keeping.Enter(state);
            Keep(place, isMixing: true);
            return place.Within("mixing");
        },
    };
}
