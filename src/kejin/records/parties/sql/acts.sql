-- Acts lie a floor below people and organisations, and point at them all the same.
ALTER TABLE kept_act ADD CONSTRAINT act_person FOREIGN KEY (person_id) REFERENCES parties_person (id);
ALTER TABLE kept_act ADD CONSTRAINT act_organisation FOREIGN KEY (organisation_id) REFERENCES parties_organisation (id);
