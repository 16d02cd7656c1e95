"""What is kept of a person, and its deletion."""

from dataclasses import dataclass

from vouch_bot.common.database import Database


@dataclass(frozen=True, slots=True)
class PersonalData:
    """How many questions and votes of a person are kept."""

    questions: int
    votes: int


class Privacy:
    """The data of single people in `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def kept_of(self, person: int) -> PersonalData:
        """How much is kept of a person."""
        questions = self._database.rows("SELECT count(*) FROM replies WHERE user = ?", person)
        votes = self._database.rows("SELECT count(*) FROM votes WHERE user = ?", person)
        return PersonalData(questions[0][0], votes[0][0])

    def delete(self, person: int) -> PersonalData:
        """Delete a person's questions, with their answers, and votes; how many there were."""
        with self._database.transaction() as connection:
            votes = connection.execute("DELETE FROM votes WHERE user = ?", (person,)).rowcount
            questions = connection.execute("DELETE FROM replies WHERE user = ?", (person,)).rowcount
        return PersonalData(questions, votes)
