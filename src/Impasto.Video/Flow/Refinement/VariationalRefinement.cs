using Impasto.Threads;
using Impasto.Video.Flow.Planes;

namespace Impasto.Video.Flow.Refinement;

/// <summary>Moves a flow to where brightness and gradients fit better and neighbours agree.</summary>
/// <remarks>
/// Minimises, with Psi(s^2) = sqrt(s^2 + 1e-6) and both data terms made linear at the flow that it starts from,
/// <code>
/// sum_p  delta Psi(|J(p + w) - I(p)|^2)  +  gamma Psi(|grad J(p + w) - grad I(p)|^2)
///        +  alpha Psi(|grad u|^2 + |grad v|^2)
/// </code>
/// Source: Brox, Bruhn, Papenberg and Weickert, "High accuracy optical flow estimation based on a theory for warping",
/// ECCV 2004, equation 5; the data terms are divided by the gradient as in Zimmer, Bruhn and Weickert, 2011. Differs
/// from the papers: grey instead of colour, one warp a level as in Kroeger et al., 2016, section 2.5, and pixels whose
/// counterpart lies outside the picture have no data term.
/// </remarks>
internal sealed class VariationalRefinement
{
    private readonly RefinementSettings _settings;
    private readonly WarpedDerivatives _derivatives;
    private readonly RefinementSystem _system;
    private readonly RedBlackSolver _solver;
    private readonly (BorderedPlane U, BorderedPlane V) _start;

    public VariationalRefinement(WarpedDerivatives derivatives, RefinementSettings settings)
    {
        _settings = settings;
        _derivatives = derivatives;
        _system = new RefinementSystem(derivatives, settings);
        _solver = new RedBlackSolver(_system);
        (int width, int height) = (derivatives.X.Width, derivatives.X.Height);
        _start = (new BorderedPlane(width, height), new BorderedPlane(width, height));
    }

    /// <summary>Refines a flow in place.</summary>
    public void Run(BorderedPlane u, BorderedPlane v, WorkerTeam? team)
    {
        u.Values.CopyTo(_start.U.Values);
        v.Values.CopyTo(_start.V.Values);
        _derivatives.Run(_start.U, _start.V, team);
        for (int round = 0; round < _settings.Rounds; round++)
        {
            u.Extend();
            v.Extend();
            _system.Run(_start, (u, v), team);
            _solver.Run(u, v, _settings.Sweeps, team);
        }
    }
}
