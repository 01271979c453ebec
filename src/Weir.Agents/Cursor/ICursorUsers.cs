namespace Weir.Agents.Cursor;

/// <summary>Knows which requesters Cursor's users are.</summary>
public interface ICursorUsers
{
    /// <summary>The user as requests name them; NULL where there is none of that address, whose case does not count.</summary>
    /// <param name="email">The e-mail that Cursor knows the user by.</param>
    string? RequesterOf(string email);
}
